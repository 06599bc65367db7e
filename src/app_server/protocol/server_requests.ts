/**
 * The server's requests to its client, and the answers. Made by `deno task protocol` from the schema of Codex 0.171.0.
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

/**
 * Additional permission profile, in `CommandExecutionRequestApprovalParams`.
 *
 * @category Server requests
 */
export type AdditionalPermissionProfile = {
  readonly fileSystem?: AdditionalFileSystemPermissions | null;
  readonly network?: AdditionalNetworkPermissions | null;
};

/**
 * Parameters of the server's `applyPatchApproval`.
 *
 * @category Server requests
 */
export type ApplyPatchApprovalParams = {
  readonly callId: string;
  readonly conversationId: ThreadId;
  readonly fileChanges: { readonly [key: string]: FileChange };
  readonly grantRoot?: string | null;
  readonly reason?: string | null;
};

/**
 * The answer to `applyPatchApproval`.
 *
 * @category Server requests
 */
export type ApplyPatchApprovalResponse = {
  readonly decision: ReviewDecision;
};

/**
 * Parameters of the server's `attestation/generate`.
 *
 * @category Server requests
 */
export type AttestationGenerateParams = Readonly<Record<string, never>>;

/**
 * The answer to `attestation/generate`.
 *
 * @category Server requests
 */
export type AttestationGenerateResponse = {
  readonly token: string;
};

/**
 * Parameters of the server's `account/chatgptAuthTokens/refresh`.
 *
 * @category Server requests
 */
export type ChatgptAuthTokensRefreshParams = {
  readonly previousAccountId?: string | null;
  readonly reason: ChatgptAuthTokensRefreshReason;
};

/**
 * Chatgpt auth tokens refresh reason, in `ChatgptAuthTokensRefreshParams`.
 *
 * @category Server requests
 */
export type ChatgptAuthTokensRefreshReason = "unauthorized";

/**
 * The answer to `account/chatgptAuthTokens/refresh`.
 *
 * @category Server requests
 */
export type ChatgptAuthTokensRefreshResponse = {
  readonly accessToken: string;
  readonly chatgptAccountId: string;
  readonly chatgptPlanType?: string | null;
};

/**
 * Command execution approval decision, in `CommandExecutionRequestApprovalParams` and `CommandExecutionRequestApprovalResponse`.
 *
 * @category Server requests
 */
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

/**
 * Command execution approval kind, in `CommandExecutionRequestApprovalParams`.
 *
 * @category Server requests
 */
export type CommandExecutionApprovalKind = "command" | "writeStdin" | "humanCommand";

/**
 * Parameters of the server's `item/commandExecution/requestApproval`.
 *
 * @category Server requests
 */
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

/**
 * The answer to `item/commandExecution/requestApproval`.
 *
 * @category Server requests
 */
export type CommandExecutionRequestApprovalResponse = {
  readonly decision: CommandExecutionApprovalDecision;
};

/**
 * Parameters of the server's `item/tool/call`.
 *
 * @category Server requests
 */
export type DynamicToolCallParams = {
  readonly arguments: unknown;
  readonly callId: string;
  readonly namespace?: string | null;
  readonly threadId: string;
  readonly tool: string;
  readonly turnId: string;
};

/**
 * The answer to `item/tool/call`.
 *
 * @category Server requests
 */
export type DynamicToolCallResponse = {
  readonly contentItems: readonly DynamicToolCallOutputContentItem[];
  readonly success: boolean;
};

/**
 * Parameters of the server's `execCommandApproval`.
 *
 * @category Server requests
 */
export type ExecCommandApprovalParams = {
  readonly approvalId?: string | null;
  readonly callId: string;
  readonly command: readonly string[];
  readonly conversationId: ThreadId;
  readonly cwd: string;
  readonly parsedCmd: readonly ParsedCommand[];
  readonly reason?: string | null;
};

/**
 * The answer to `execCommandApproval`.
 *
 * @category Server requests
 */
export type ExecCommandApprovalResponse = {
  readonly decision: ReviewDecision;
};

/**
 * File change, in `ApplyPatchApprovalParams`.
 *
 * @category Server requests
 */
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

/**
 * File change approval decision, in `FileChangeRequestApprovalResponse`.
 *
 * @category Server requests
 */
export type FileChangeApprovalDecision = "accept" | "acceptForSession" | "decline" | "cancel";

/**
 * Parameters of the server's `item/fileChange/requestApproval`.
 *
 * @category Server requests
 */
export type FileChangeRequestApprovalParams = {
  readonly grantRoot?: string | null;
  readonly itemId: string;
  readonly reason?: string | null;
  readonly startedAtMs: number;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * The answer to `item/fileChange/requestApproval`.
 *
 * @category Server requests
 */
export type FileChangeRequestApprovalResponse = {
  readonly decision: FileChangeApprovalDecision;
};

/**
 * Granted permission profile, in `PermissionsRequestApprovalResponse`.
 *
 * @category Server requests
 */
export type GrantedPermissionProfile = {
  readonly fileSystem?: AdditionalFileSystemPermissions | null;
  readonly network?: AdditionalNetworkPermissions | null;
};

/**
 * Mcp elicitation array type, in `McpElicitationTitledMultiSelectEnumSchema` and `McpElicitationUntitledMultiSelectEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationArrayType = "array";

/**
 * Mcp elicitation boolean schema, in `McpElicitationPrimitiveSchema`.
 *
 * @category Server requests
 */
export type McpElicitationBooleanSchema = {
  readonly type: McpElicitationBooleanType;
  readonly default?: boolean | null;
  readonly description?: string | null;
  readonly title?: string | null;
};

/**
 * Mcp elicitation boolean type, in `McpElicitationBooleanSchema`.
 *
 * @category Server requests
 */
export type McpElicitationBooleanType = "boolean";

/**
 * Mcp elicitation const option, in `McpElicitationTitledEnumItems` and `McpElicitationTitledSingleSelectEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationConstOption = {
  readonly const: string;
  readonly title: string;
};

/**
 * Mcp elicitation enum schema, in `McpElicitationPrimitiveSchema`.
 *
 * @category Server requests
 */
export type McpElicitationEnumSchema =
  | McpElicitationSingleSelectEnumSchema
  | McpElicitationMultiSelectEnumSchema
  | McpElicitationLegacyTitledEnumSchema;

/**
 * Mcp elicitation legacy titled enum schema, in `McpElicitationEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationLegacyTitledEnumSchema = {
  readonly type: McpElicitationStringType;
  readonly default?: string | null;
  readonly description?: string | null;
  readonly enum: readonly string[];
  readonly enumNames?: readonly string[] | null;
  readonly title?: string | null;
};

/**
 * Mcp elicitation multi select enum schema, in `McpElicitationEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationMultiSelectEnumSchema =
  | McpElicitationUntitledMultiSelectEnumSchema
  | McpElicitationTitledMultiSelectEnumSchema;

/**
 * Mcp elicitation number schema, in `McpElicitationPrimitiveSchema`.
 *
 * @category Server requests
 */
export type McpElicitationNumberSchema = {
  readonly type: McpElicitationNumberType;
  readonly default?: number | null;
  readonly description?: string | null;
  readonly maximum?: number | null;
  readonly minimum?: number | null;
  readonly title?: string | null;
};

/**
 * Mcp elicitation number type, in `McpElicitationNumberSchema`.
 *
 * @category Server requests
 */
export type McpElicitationNumberType = "number" | "integer";

/**
 * Mcp elicitation object type, in `McpElicitationSchema`.
 *
 * @category Server requests
 */
export type McpElicitationObjectType = "object";

/**
 * Mcp elicitation primitive schema, in `McpElicitationSchema`.
 *
 * @category Server requests
 */
export type McpElicitationPrimitiveSchema =
  | McpElicitationEnumSchema
  | McpElicitationStringSchema
  | McpElicitationNumberSchema
  | McpElicitationBooleanSchema;

/**
 * Mcp elicitation schema, in `McpServerElicitationRequestParams`.
 *
 * @category Server requests
 */
export type McpElicitationSchema = {
  readonly type: McpElicitationObjectType;
  readonly $schema?: string | null;
  readonly properties: { readonly [key: string]: McpElicitationPrimitiveSchema };
  readonly required?: readonly string[] | null;
};

/**
 * Mcp elicitation single select enum schema, in `McpElicitationEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationSingleSelectEnumSchema =
  | McpElicitationUntitledSingleSelectEnumSchema
  | McpElicitationTitledSingleSelectEnumSchema;

/**
 * Mcp elicitation string format, in `McpElicitationStringSchema`.
 *
 * @category Server requests
 */
export type McpElicitationStringFormat = "email" | "uri" | "date" | "date-time";

/**
 * Mcp elicitation string schema, in `McpElicitationPrimitiveSchema`.
 *
 * @category Server requests
 */
export type McpElicitationStringSchema = {
  readonly type: McpElicitationStringType;
  readonly default?: string | null;
  readonly description?: string | null;
  readonly format?: McpElicitationStringFormat | null;
  readonly maxLength?: number | null;
  readonly minLength?: number | null;
  readonly title?: string | null;
};

/**
 * Mcp elicitation string type, in `McpElicitationLegacyTitledEnumSchema`, `McpElicitationStringSchema`, `McpElicitationTitledSingleSelectEnumSchema` and others.
 *
 * @category Server requests
 */
export type McpElicitationStringType = "string";

/**
 * Mcp elicitation titled enum items, in `McpElicitationTitledMultiSelectEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationTitledEnumItems = {
  readonly anyOf: readonly McpElicitationConstOption[];
};

/**
 * Mcp elicitation titled multi select enum schema, in `McpElicitationMultiSelectEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationTitledMultiSelectEnumSchema = {
  readonly type: McpElicitationArrayType;
  readonly default?: readonly string[] | null;
  readonly description?: string | null;
  readonly items: McpElicitationTitledEnumItems;
  readonly maxItems?: number | null;
  readonly minItems?: number | null;
  readonly title?: string | null;
};

/**
 * Mcp elicitation titled single select enum schema, in `McpElicitationSingleSelectEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationTitledSingleSelectEnumSchema = {
  readonly type: McpElicitationStringType;
  readonly default?: string | null;
  readonly description?: string | null;
  readonly oneOf: readonly McpElicitationConstOption[];
  readonly title?: string | null;
};

/**
 * Mcp elicitation untitled enum items, in `McpElicitationUntitledMultiSelectEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationUntitledEnumItems = {
  readonly type: McpElicitationStringType;
  readonly enum: readonly string[];
};

/**
 * Mcp elicitation untitled multi select enum schema, in `McpElicitationMultiSelectEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationUntitledMultiSelectEnumSchema = {
  readonly type: McpElicitationArrayType;
  readonly default?: readonly string[] | null;
  readonly description?: string | null;
  readonly items: McpElicitationUntitledEnumItems;
  readonly maxItems?: number | null;
  readonly minItems?: number | null;
  readonly title?: string | null;
};

/**
 * Mcp elicitation untitled single select enum schema, in `McpElicitationSingleSelectEnumSchema`.
 *
 * @category Server requests
 */
export type McpElicitationUntitledSingleSelectEnumSchema = {
  readonly type: McpElicitationStringType;
  readonly default?: string | null;
  readonly description?: string | null;
  readonly enum: readonly string[];
  readonly title?: string | null;
};

/**
 * Mcp server elicitation action, in `McpServerElicitationRequestResponse`.
 *
 * @category Server requests
 */
export type McpServerElicitationAction = "accept" | "decline" | "cancel";

/**
 * Parameters of the server's `mcpServer/elicitation/request`.
 *
 * @category Server requests
 */
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

/**
 * The answer to `mcpServer/elicitation/request`.
 *
 * @category Server requests
 */
export type McpServerElicitationRequestResponse = {
  readonly _meta?: unknown;
  readonly action: McpServerElicitationAction;
  readonly content?: unknown;
};

/**
 * Network approval context, in `CommandExecutionRequestApprovalParams`.
 *
 * @category Server requests
 */
export type NetworkApprovalContext = {
  readonly host: string;
  readonly protocol: NetworkApprovalProtocol;
};

/**
 * Network policy amendment, in `CommandExecutionApprovalDecision`, `CommandExecutionRequestApprovalParams`, `ReviewDecision`.
 *
 * @category Server requests
 */
export type NetworkPolicyAmendment = {
  readonly action: NetworkPolicyRuleAction;
  readonly host: string;
};

/**
 * Network policy rule action, in `NetworkPolicyAmendment`.
 *
 * @category Server requests
 */
export type NetworkPolicyRuleAction = "allow" | "deny";

/**
 * Parsed command, in `ExecCommandApprovalParams`.
 *
 * @category Server requests
 */
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

/**
 * Permission grant scope, in `PermissionsRequestApprovalResponse`.
 *
 * @category Server requests
 */
export type PermissionGrantScope = "turn" | "session";

/**
 * Parameters of the server's `item/permissions/requestApproval`.
 *
 * @category Server requests
 */
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

/**
 * The answer to `item/permissions/requestApproval`.
 *
 * @category Server requests
 */
export type PermissionsRequestApprovalResponse = {
  readonly permissions: GrantedPermissionProfile;
  readonly scope?: PermissionGrantScope;
  readonly strictAutoReview?: boolean | null;
};

/**
 * Review decision, in `ApplyPatchApprovalResponse` and `ExecCommandApprovalResponse`.
 *
 * @category Server requests
 */
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

/**
 * Tool request user input answer, in `ToolRequestUserInputResponse`.
 *
 * @category Server requests
 */
export type ToolRequestUserInputAnswer = {
  readonly answers: readonly string[];
};

/**
 * Tool request user input option, in `ToolRequestUserInputQuestion`.
 *
 * @category Server requests
 */
export type ToolRequestUserInputOption = {
  readonly description: string;
  readonly label: string;
};

/**
 * Parameters of the server's `item/tool/requestUserInput`.
 *
 * @category Server requests
 */
export type ToolRequestUserInputParams = {
  readonly autoResolutionMs?: number | null;
  readonly isBlocking: boolean;
  readonly itemId: string;
  readonly questions: readonly ToolRequestUserInputQuestion[];
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Tool request user input question, in `ToolRequestUserInputParams`.
 *
 * @category Server requests
 */
export type ToolRequestUserInputQuestion = {
  readonly header: string;
  readonly id: string;
  readonly isOther?: boolean;
  readonly isSecret?: boolean;
  readonly options?: readonly ToolRequestUserInputOption[] | null;
  readonly question: string;
};

/**
 * The answer to `item/tool/requestUserInput`.
 *
 * @category Server requests
 */
export type ToolRequestUserInputResponse = {
  readonly answers: { readonly [key: string]: ToolRequestUserInputAnswer };
};
