/**
 * Holds the types of the protocol to the schema that the installed Codex gives, and to it what the
 * client sends. What the client reads is held to the types by the compiler.
 */
import { assert, assertEquals } from "@std/assert";
import { nativeCodex } from "../../../.ci/command.ts";
import { writeProtocol } from "../../../.ci/protocol/main.ts";
import { methodsOf } from "../../../.ci/protocol/methods.ts";
import { readProtocol, type Schema } from "../../../.ci/protocol/schema.ts";
import { anyItem } from "../../../src/app_server/events/items/any_item.ts";
import { snakeCase } from "../../../src/app_server/events/items/snake_case.ts";
import type { Item } from "../../../src/app_server/protocol/items.ts";
import type { CollabToolCallItem } from "../../../src/core/vocabulary/items.ts";
import { leavesOf, Samples } from "./samples.ts";

const FOLDER = new URL("../../../src/app_server/protocol/", import.meta.url);
const protocol = await readProtocol(nativeCodex());
const definitions = protocol.all;

/** The definition of a type; `Type.variant` is the member of a union with that `type`. */
function definition(name: string): Schema {
  const [type = "", variant] = name.split(".");
  const schema = definitions[type];
  assert(schema !== undefined, `the schema has no ${type}`);
  if (variant === undefined) return schema;
  const found = [...schema.oneOf ?? [], ...schema.anyOf ?? []].find(({ properties }) => {
    const tag = properties?.type;
    return typeof tag === "object" && tag.enum?.includes(variant);
  });
  assert(found !== undefined, `${type} has no variant ${variant}`);
  return found;
}

/** What the client sends: fields that the server must know. Those it requires must be among them. */
const SENT: Readonly<Record<string, string>> = {
  ThreadStartParams:
    "model cwd approvalPolicy sandbox config developerInstructions baseInstructions modelProvider serviceTier approvalsReviewer permissions ephemeral threadSource dynamicTools",
  ThreadResumeParams:
    "threadId excludeTurns model cwd approvalPolicy sandbox config developerInstructions baseInstructions modelProvider serviceTier approvalsReviewer permissions",
  ThreadForkParams:
    "threadId excludeTurns model cwd approvalPolicy sandbox config developerInstructions baseInstructions modelProvider serviceTier approvalsReviewer permissions ephemeral threadSource",
  TurnStartParams:
    "threadId input sandboxPolicy permissions approvalPolicy model effort serviceTier summary outputSchema cyberAccessProgram",
  TurnSteerParams: "threadId expectedTurnId input",
  TurnInterruptParams: "threadId turnId",
  ReviewStartParams: "threadId target",
  "ReviewTarget.baseBranch": "type branch",
  "ReviewTarget.commit": "type sha title",
  "ReviewTarget.custom": "type instructions",
  ThreadCompactStartParams: "threadId",
  ThreadListParams: "sourceKinds archived cwd searchTerm limit cursor",
  ThreadReadParams: "threadId",
  ThreadTurnsListParams: "threadId itemsView sortDirection cursor",
  ThreadArchiveParams: "threadId",
  ThreadUnarchiveParams: "threadId",
  ThreadDeleteParams: "threadId",
  ThreadSetNameParams: "threadId name",
  ThreadRevertParams: "threadId beforeTurnId",
  ModelListParams: "includeHidden cursor",
  ConfigReadParams: "cwd includeLayers",
  "SandboxPolicy.readOnly": "type networkAccess",
  "SandboxPolicy.dangerFullAccess": "type",
  "SandboxPolicy.workspaceWrite":
    "type writableRoots networkAccess excludeTmpdirEnvVar excludeSlashTmp",
  "UserInput.text": "type text",
  "UserInput.localImage": "type path",
  "DynamicToolSpec.function": "type name description inputSchema",
  "DynamicToolCallOutputContentItem.inputText": "type text",
  "DynamicToolCallOutputContentItem.inputImage": "type imageUrl",
  DynamicToolCallResponse: "success contentItems",
  CommandExecutionRequestApprovalResponse: "decision",
  FileChangeRequestApprovalResponse: "decision",
  PermissionsRequestApprovalResponse: "permissions scope",
  McpServerElicitationRequestResponse: "action content _meta",
  ToolRequestUserInputResponse: "answers",
};

Deno.test("deno task protocol makes the types that are there", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const names = await writeProtocol(folder, nativeCodex());
    const there = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort();
    assertEquals(there, names);
    for (const name of names) {
      const made = await Deno.readTextFile(`${folder}/${name}`);
      const committed = await Deno.readTextFile(new URL(name, FOLDER));
      assert(made === committed, `${name} is another: run "deno task protocol"`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the protocol takes all that the client sends, and asks for no more", () => {
  for (const [name, fields] of Object.entries(SENT)) {
    const { properties = {}, required = [] } = definition(name);
    const sent = fields.split(" ");
    for (const field of sent) assert(field in properties, `${name} does not know ${field}`);
    for (const field of required) assert(sent.includes(field), `${name} needs ${field}`);
  }
});

Deno.test("anyItem() leaves out nothing that the protocol has in an item", () => {
  const left = new Set<string>();
  for (const sample of new Samples(definitions).of(definition("ThreadItem"))) {
    const item = sample as Item;
    const told = new Set(leavesOf(anyItem(item, item.id), "").map(([, value]) => value));
    for (const [path, value] of leavesOf(item, item.type)) {
      const word = typeof value === "string" ? snakeCase(value) : value;
      if (!told.has(value) && !told.has(word)) left.add(path);
    }
  }
  assertEquals([...left], [
    // In `mcpAppUi`, too.
    "mcpToolCall.mcpAppResourceUri",
    // Spelled in another way.
    "dynamicToolCall.contentItems.type",
    "collabAgentToolCall.type",
    // "interrupted", which is "failed" over exec.
    "collabAgentToolCall.status",
    // In the file that `savedPath` names.
    "imageGeneration.result",
  ]);
});

/** The tools of agents that the item's type has. */
const AGENT_TOOLS: Readonly<Record<CollabToolCallItem["tool"], true>> = {
  spawn_agent: true,
  send_input: true,
  wait: true,
  close_agent: true,
  resume_agent: true,
  send_message: true,
  followup_task: true,
  interrupt_agent: true,
  list_agents: true,
};

Deno.test("the type of a call between agents has all tools of the protocol", () => {
  const tools = [...new Samples(definitions).of(definition("CollabAgentTool"))];
  assertEquals(
    tools.map((tool) => snakeCase(String(tool))).sort(),
    Object.keys(AGENT_TOOLS).sort(),
  );
});

Deno.test("the protocol asks the client nothing new", () => {
  const asked =
    "item/commandExecution/requestApproval item/fileChange/requestApproval item/tool/call " +
    "item/permissions/requestApproval item/tool/requestUserInput mcpServer/elicitation/request " +
    "applyPatchApproval execCommandApproval account/chatgptAuthTokens/refresh attestation/generate";
  const { server } = methodsOf(protocol);
  assertEquals(server.map(({ method }) => method).sort(), asked.split(" ").sort());
});
