/**
 * What the server asks of its client, and the answers. Made by `deno task protocol` from the schema of Codex 0.171.0.
 *
 * @module
 */
import type {
  AdditionalFileSystemPermissions,
  AdditionalNetworkPermissions,
  CommandAction,
  DynamicToolCallOutputContentItem,
  LegacyAppPathString,
  NetworkApprovalProtocol,
  RequestPermissionProfile,
  ThreadId,
} from "./common.ts";

/** Additional permission profile, in `CommandExecutionRequestApprovalParams`. */
export type AdditionalPermissionProfile = {
  readonly fileSystem?: AdditionalFileSystemPermissions | null;
  readonly network?: AdditionalNetworkPermissions | null;
};

/** Parameters of the server's `applyPatchApproval`. */
export type ApplyPatchApprovalParams = {
  readonly callId: string;
  readonly conversationId: ThreadId;
  readonly fileChanges: { readonly [key: string]: FileChange };
  readonly grantRoot?: string | null;
  readonly reason?: string | null;
};

/** The answer to `applyPatchApproval`. */
export type ApplyPatchApprovalResponse = {
  readonly decision: ReviewDecision;
};

/** Parameters of the server's `attestation/generate`. */
export type AttestationGenerateParams = Readonly<Record<string, never>>;

/** The answer to `attestation/generate`. */
export type AttestationGenerateResponse = {
  readonly token: string;
};

/** Parameters of the server's `account/chatgptAuthTokens/refresh`. */
export type ChatgptAuthTokensRefreshParams = {
  readonly previousAccountId?: string | null;
  readonly reason: ChatgptAuthTokensRefreshReason;
};

/** Chatgpt auth tokens refresh reason, in `ChatgptAuthTokensRefreshParams`. */
export type ChatgptAuthTokensRefreshReason = "unauthorized";

/** The answer to `account/chatgptAuthTokens/refresh`. */
export type ChatgptAuthTokensRefreshResponse = {
  readonly accessToken: string;
  readonly chatgptAccountId: string;
  readonly chatgptPlanType?: string | null;
};

/** Command execution approval decision, in `CommandExecutionRequestApprovalParams` and `CommandExecutionRequestApprovalResponse`. */
export type CommandExecutionApprovalDecision =
  | "accept"
  | "acceptForSession"
  | {
    readonly acceptWithExecpolicyAmendment: {
      readonly execpolicy_amendment: readonly string[];
    };
  }
  | {
    readonly applyNetworkPolicyAmendment: {
      readonly network_policy_amendment: NetworkPolicyAmendment;
    };
  }
  | "decline"
  | "cancel";

/** Command execution approval kind, in `CommandExecutionRequestApprovalParams`. */
export type CommandExecutionApprovalKind = "command" | "writeStdin" | "humanCommand";

/** Parameters of the server's `item/commandExecution/requestApproval`. */
export type CommandExecutionRequestApprovalParams = {
  /** @experimental */
  readonly additionalPermissions?: AdditionalPermissionProfile | null;
  readonly approvalId?: string | null;
  /** @experimental */
  readonly availableDecisions?: readonly CommandExecutionApprovalDecision[] | null;
  readonly command?: string | null;
  readonly commandActions?: readonly CommandAction[] | null;
  readonly cwd?: LegacyAppPathString | null;
  readonly environmentId?: string | null;
  readonly itemId: string;
  readonly kind?: CommandExecutionApprovalKind;
  readonly networkApprovalContext?: NetworkApprovalContext | null;
  readonly proposedExecpolicyAmendment?: readonly string[] | null;
  readonly proposedNetworkPolicyAmendments?: readonly NetworkPolicyAmendment[] | null;
  readonly reason?: string | null;
  readonly startedAtMs: number;
  readonly threadId: string;
  readonly turnId: string;
};

/** The answer to `item/commandExecution/requestApproval`. */
export type CommandExecutionRequestApprovalResponse = {
  readonly decision: CommandExecutionApprovalDecision;
};

/** Parameters of the server's `item/tool/call`. */
export type DynamicToolCallParams = {
  readonly arguments: unknown;
  readonly callId: string;
  readonly namespace?: string | null;
  readonly threadId: string;
  readonly tool: string;
  readonly turnId: string;
};

/** The answer to `item/tool/call`. */
export type DynamicToolCallResponse = {
  readonly contentItems: readonly DynamicToolCallOutputContentItem[];
  readonly success: boolean;
};

/** Parameters of the server's `execCommandApproval`. */
export type ExecCommandApprovalParams = {
  readonly approvalId?: string | null;
  readonly callId: string;
  readonly command: readonly string[];
  readonly conversationId: ThreadId;
  readonly cwd: string;
  readonly parsedCmd: readonly ParsedCommand[];
  readonly reason?: string | null;
};

/** The answer to `execCommandApproval`. */
export type ExecCommandApprovalResponse = {
  readonly decision: ReviewDecision;
};

/** File change, in `ApplyPatchApprovalParams`. */
export type FileChange = {
  readonly type: "add";
  readonly content: string;
} | {
  readonly type: "delete";
  readonly content: string;
} | {
  readonly type: "update";
  readonly move_path?: string | null;
  readonly unified_diff: string;
};

/** File change approval decision, in `FileChangeRequestApprovalResponse`. */
export type FileChangeApprovalDecision = "accept" | "acceptForSession" | "decline" | "cancel";

/** Parameters of the server's `item/fileChange/requestApproval`. */
export type FileChangeRequestApprovalParams = {
  readonly grantRoot?: string | null;
  readonly itemId: string;
  readonly reason?: string | null;
  readonly startedAtMs: number;
  readonly threadId: string;
  readonly turnId: string;
};

/** The answer to `item/fileChange/requestApproval`. */
export type FileChangeRequestApprovalResponse = {
  readonly decision: FileChangeApprovalDecision;
};

/** Granted permission profile, in `PermissionsRequestApprovalResponse`. */
export type GrantedPermissionProfile = {
  readonly fileSystem?: AdditionalFileSystemPermissions | null;
  readonly network?: AdditionalNetworkPermissions | null;
};

/** Mcp elicitation array type, in `McpElicitationTitledMultiSelectEnumSchema` and `McpElicitationUntitledMultiSelectEnumSchema`. */
export type McpElicitationArrayType = "array";

/** Mcp elicitation boolean schema, in `McpElicitationPrimitiveSchema`. */
export type McpElicitationBooleanSchema = {
  readonly type: McpElicitationBooleanType;
  readonly default?: boolean | null;
  readonly description?: string | null;
  readonly title?: string | null;
};

/** Mcp elicitation boolean type, in `McpElicitationBooleanSchema`. */
export type McpElicitationBooleanType = "boolean";

/** Mcp elicitation const option, in `McpElicitationTitledEnumItems` and `McpElicitationTitledSingleSelectEnumSchema`. */
export type McpElicitationConstOption = {
  readonly const: string;
  readonly title: string;
};

/** Mcp elicitation enum schema, in `McpElicitationPrimitiveSchema`. */
export type McpElicitationEnumSchema =
  | McpElicitationSingleSelectEnumSchema
  | McpElicitationMultiSelectEnumSchema
  | McpElicitationLegacyTitledEnumSchema;

/** Mcp elicitation legacy titled enum schema, in `McpElicitationEnumSchema`. */
export type McpElicitationLegacyTitledEnumSchema = {
  readonly type: McpElicitationStringType;
  readonly default?: string | null;
  readonly description?: string | null;
  readonly enum: readonly string[];
  readonly enumNames?: readonly string[] | null;
  readonly title?: string | null;
};

/** Mcp elicitation multi select enum schema, in `McpElicitationEnumSchema`. */
export type McpElicitationMultiSelectEnumSchema =
  | McpElicitationUntitledMultiSelectEnumSchema
  | McpElicitationTitledMultiSelectEnumSchema;

/** Mcp elicitation number schema, in `McpElicitationPrimitiveSchema`. */
export type McpElicitationNumberSchema = {
  readonly type: McpElicitationNumberType;
  readonly default?: number | null;
  readonly description?: string | null;
  readonly maximum?: number | null;
  readonly minimum?: number | null;
  readonly title?: string | null;
};

/** Mcp elicitation number type, in `McpElicitationNumberSchema`. */
export type McpElicitationNumberType = "number" | "integer";

/** Mcp elicitation object type, in `McpElicitationSchema`. */
export type McpElicitationObjectType = "object";

/** Mcp elicitation primitive schema, in `McpElicitationSchema`. */
export type McpElicitationPrimitiveSchema =
  | McpElicitationEnumSchema
  | McpElicitationStringSchema
  | McpElicitationNumberSchema
  | McpElicitationBooleanSchema;

/** Mcp elicitation schema, in `McpServerElicitationRequestParams`. */
export type McpElicitationSchema = {
  readonly type: McpElicitationObjectType;
  readonly $schema?: string | null;
  readonly properties: { readonly [key: string]: McpElicitationPrimitiveSchema };
  readonly required?: readonly string[] | null;
};

/** Mcp elicitation single select enum schema, in `McpElicitationEnumSchema`. */
export type McpElicitationSingleSelectEnumSchema =
  | McpElicitationUntitledSingleSelectEnumSchema
  | McpElicitationTitledSingleSelectEnumSchema;

/** Mcp elicitation string format, in `McpElicitationStringSchema`. */
export type McpElicitationStringFormat = "email" | "uri" | "date" | "date-time";

/** Mcp elicitation string schema, in `McpElicitationPrimitiveSchema`. */
export type McpElicitationStringSchema = {
  readonly type: McpElicitationStringType;
  readonly default?: string | null;
  readonly description?: string | null;
  readonly format?: McpElicitationStringFormat | null;
  readonly maxLength?: number | null;
  readonly minLength?: number | null;
  readonly title?: string | null;
};

/** Mcp elicitation string type, in `McpElicitationLegacyTitledEnumSchema`, `McpElicitationStringSchema`, `McpElicitationTitledSingleSelectEnumSchema` and others. */
export type McpElicitationStringType = "string";

/** Mcp elicitation titled enum items, in `McpElicitationTitledMultiSelectEnumSchema`. */
export type McpElicitationTitledEnumItems = {
  readonly anyOf: readonly McpElicitationConstOption[];
};

/** Mcp elicitation titled multi select enum schema, in `McpElicitationMultiSelectEnumSchema`. */
export type McpElicitationTitledMultiSelectEnumSchema = {
  readonly type: McpElicitationArrayType;
  readonly default?: readonly string[] | null;
  readonly description?: string | null;
  readonly items: McpElicitationTitledEnumItems;
  readonly maxItems?: number | null;
  readonly minItems?: number | null;
  readonly title?: string | null;
};

/** Mcp elicitation titled single select enum schema, in `McpElicitationSingleSelectEnumSchema`. */
export type McpElicitationTitledSingleSelectEnumSchema = {
  readonly type: McpElicitationStringType;
  readonly default?: string | null;
  readonly description?: string | null;
  readonly oneOf: readonly McpElicitationConstOption[];
  readonly title?: string | null;
};

/** Mcp elicitation untitled enum items, in `McpElicitationUntitledMultiSelectEnumSchema`. */
export type McpElicitationUntitledEnumItems = {
  readonly type: McpElicitationStringType;
  readonly enum: readonly string[];
};

/** Mcp elicitation untitled multi select enum schema, in `McpElicitationMultiSelectEnumSchema`. */
export type McpElicitationUntitledMultiSelectEnumSchema = {
  readonly type: McpElicitationArrayType;
  readonly default?: readonly string[] | null;
  readonly description?: string | null;
  readonly items: McpElicitationUntitledEnumItems;
  readonly maxItems?: number | null;
  readonly minItems?: number | null;
  readonly title?: string | null;
};

/** Mcp elicitation untitled single select enum schema, in `McpElicitationSingleSelectEnumSchema`. */
export type McpElicitationUntitledSingleSelectEnumSchema = {
  readonly type: McpElicitationStringType;
  readonly default?: string | null;
  readonly description?: string | null;
  readonly enum: readonly string[];
  readonly title?: string | null;
};

/** Mcp server elicitation action, in `McpServerElicitationRequestResponse`. */
export type McpServerElicitationAction = "accept" | "decline" | "cancel";

/** Parameters of the server's `mcpServer/elicitation/request`. */
export type McpServerElicitationRequestParams = {
  readonly mode: "openai/userVerification";
  readonly environmentId?: string | null;
  readonly serverName: string;
  readonly threadId: string;
  readonly turnId?: string | null;
  readonly _meta?: unknown;
  readonly challenge: string;
  readonly description: string;
  readonly title: string;
} | {
  readonly mode: "form";
  readonly environmentId?: string | null;
  readonly serverName: string;
  readonly threadId: string;
  readonly turnId?: string | null;
  readonly _meta?: unknown;
  readonly message: string;
  readonly requestedSchema: McpElicitationSchema;
} | {
  readonly mode: "openai/form";
  readonly environmentId?: string | null;
  readonly serverName: string;
  readonly threadId: string;
  readonly turnId?: string | null;
  readonly _meta?: unknown;
  readonly message: string;
  readonly requestedSchema: unknown;
} | {
  readonly mode: "openaiForm";
  readonly environmentId?: string | null;
  readonly serverName: string;
  readonly threadId: string;
  readonly turnId?: string | null;
  readonly _meta?: unknown;
  readonly message: string;
  readonly requestedSchema: unknown;
} | {
  readonly mode: "url";
  readonly environmentId?: string | null;
  readonly serverName: string;
  readonly threadId: string;
  readonly turnId?: string | null;
  readonly _meta?: unknown;
  readonly elicitationId: string;
  readonly message: string;
  readonly url: string;
};

/** The answer to `mcpServer/elicitation/request`. */
export type McpServerElicitationRequestResponse = {
  readonly _meta?: unknown;
  readonly action: McpServerElicitationAction;
  readonly content?: unknown;
};

/** Network approval context, in `CommandExecutionRequestApprovalParams`. */
export type NetworkApprovalContext = {
  readonly host: string;
  readonly protocol: NetworkApprovalProtocol;
};

/** Network policy amendment, in `CommandExecutionApprovalDecision`, `CommandExecutionRequestApprovalParams`, `ReviewDecision`. */
export type NetworkPolicyAmendment = {
  readonly action: NetworkPolicyRuleAction;
  readonly host: string;
};

/** Network policy rule action, in `NetworkPolicyAmendment`. */
export type NetworkPolicyRuleAction = "allow" | "deny";

/** Parsed command, in `ExecCommandApprovalParams`. */
export type ParsedCommand = {
  readonly type: "read";
  readonly cmd: string;
  readonly name: string;
  readonly path: string;
} | {
  readonly type: "list_files";
  readonly cmd: string;
  readonly path?: string | null;
} | {
  readonly type: "search";
  readonly cmd: string;
  readonly path?: string | null;
  readonly query?: string | null;
} | {
  readonly type: "unknown";
  readonly cmd: string;
};

/** Permission grant scope, in `PermissionsRequestApprovalResponse`. */
export type PermissionGrantScope = "turn" | "session";

/** Parameters of the server's `item/permissions/requestApproval`. */
export type PermissionsRequestApprovalParams = {
  readonly cwd: LegacyAppPathString;
  readonly environmentId?: string | null;
  readonly itemId: string;
  readonly permissions: RequestPermissionProfile;
  readonly reason?: string | null;
  readonly startedAtMs: number;
  readonly threadId: string;
  readonly turnId: string;
};

/** The answer to `item/permissions/requestApproval`. */
export type PermissionsRequestApprovalResponse = {
  readonly permissions: GrantedPermissionProfile;
  readonly scope?: PermissionGrantScope;
  readonly strictAutoReview?: boolean | null;
};

/** Review decision, in `ApplyPatchApprovalResponse` and `ExecCommandApprovalResponse`. */
export type ReviewDecision =
  | "approved"
  | {
    readonly approved_execpolicy_amendment: {
      readonly proposed_execpolicy_amendment: readonly string[];
    };
  }
  | "approved_for_session"
  | "approved_mcp_policy_amendment"
  | {
    readonly network_policy_amendment: {
      readonly network_policy_amendment: NetworkPolicyAmendment;
    };
  }
  | {
    readonly denied: {
      readonly rejection: string;
    };
  }
  | "timed_out"
  | "abort";

/** Tool request user input answer, in `ToolRequestUserInputResponse`. */
export type ToolRequestUserInputAnswer = {
  readonly answers: readonly string[];
};

/** Tool request user input option, in `ToolRequestUserInputQuestion`. */
export type ToolRequestUserInputOption = {
  readonly description: string;
  readonly label: string;
};

/** Parameters of the server's `item/tool/requestUserInput`. */
export type ToolRequestUserInputParams = {
  readonly autoResolutionMs?: number | null;
  readonly isBlocking: boolean;
  readonly itemId: string;
  readonly questions: readonly ToolRequestUserInputQuestion[];
  readonly threadId: string;
  readonly turnId: string;
};

/** Tool request user input question, in `ToolRequestUserInputParams`. */
export type ToolRequestUserInputQuestion = {
  readonly header: string;
  readonly id: string;
  readonly isOther?: boolean;
  readonly isSecret?: boolean;
  readonly options?: readonly ToolRequestUserInputOption[] | null;
  readonly question: string;
};

/** The answer to `item/tool/requestUserInput`. */
export type ToolRequestUserInputResponse = {
  readonly answers: { readonly [key: string]: ToolRequestUserInputAnswer };
};
