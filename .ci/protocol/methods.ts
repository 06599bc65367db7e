/**
 * The methods of the protocol, with what each takes and gives.
 *
 * @module
 */
import { type Definitions, nameOf, type Protocol, type Schema } from "./schema.ts";
import { shape } from "./shapes.ts";

/** A method. */
export interface Method {
  readonly method: string;
  /** The TypeScript of its parameters. */
  readonly params: string;
  /** The type of its result; undefined for a notification. */
  readonly result?: string;
  readonly experimental: boolean;
}

/** The methods by who calls them. */
export interface Methods {
  readonly client: readonly Method[];
  readonly server: readonly Method[];
  readonly notifications: readonly Method[];
}

/** The schema does not say what a method gives. Its name tells, but for these; what they give was seen. */
const RESULTS: Readonly<Record<string, string>> = {
  "account/logout": "LogoutAccountResponse",
  "account/securitySetup/read": "GetAccountSecuritySetupResponse",
  "account/workspaceMessages/read": "GetWorkspaceMessagesResponse",
  "account/gatewayOAuth/cancel": "GatewayOAuthCancelResponse",
  "accountSession/list": "AccountSessionsResponse",
  "config/batchWrite": "ConfigWriteResponse",
  "config/mcpServer/reload": "McpServerRefreshResponse",
  "config/value/write": "ConfigWriteResponse",
  "configRequirements/read": "ConfigRequirementsReadResponse",
  "externalAgentConfig/import/readHistories": "ExternalAgentConfigImportHistoriesReadResponse",
  "memory/reset": "MemoryResetResponse",
  "modelProvider/default/set": "ConfigWriteResponse",
  "remoteControl/status/read": "RemoteControlStatusReadResponse",
  "rollout/compress": "RolloutCompressResponse",
  "windowsSandbox/readiness": "WindowsSandboxReadinessResponse",
};

/**
 * The methods of a protocol.
 *
 * @throws {Error} If it is not clear what a method gives: then it has to be looked at.
 */
export function methodsOf({ all, stable }: Protocol): Methods {
  const read = (name: string, gives: boolean): Method[] => {
    const known = new Set(messages(stable, name).map(methodOf));
    return messages(all, name).map((message) => {
      const method = methodOf(message);
      const params = message.properties?.params ?? { type: "null" };
      return {
        method,
        params: shape(params) === "null" ? "null | undefined" : optional(shape(params)),
        ...(gives ? { result: resultOf(method, params, all) } : {}),
        experimental: !known.has(method),
      };
    });
  };
  return {
    client: read("ClientRequest", true),
    server: read("ServerRequest", true),
    notifications: read("ServerNotification", false),
  };
}

/** Parameters that may be null may be left out as well. */
function optional(params: string): string {
  return params.endsWith("| null") ? `${params} | undefined` : params;
}

function messages(definitions: Definitions, name: string): readonly Schema[] {
  return definitions[name]?.oneOf ?? [];
}

function methodOf({ properties }: Schema): string {
  const method = properties?.method;
  const [name] = typeof method === "object" ? method.enum ?? [] : [];
  if (typeof name !== "string") throw new Error("Cannot read a message: it has no method");
  return name;
}

function resultOf(method: string, params: Schema | true, all: Definitions): string {
  const refs = params === true ? [] : [params, ...params.anyOf ?? []].map(({ $ref }) => $ref);
  const ref = refs.find((found) => found !== undefined);
  const guess = ref === undefined ? "" : nameOf(ref).replace(/Params$/, "Response");
  const result = RESULTS[method] ?? guess;
  if (all[result] === undefined) {
    throw new Error(`Cannot tell what ${method} gives: the schema has no ${result || "hint"}`);
  }
  return result;
}
