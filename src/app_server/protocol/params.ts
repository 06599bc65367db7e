/**
 * The parameters of the client's requests. Made by `deno task protocol` from the schema of Codex 0.171.0.
 *
 * @module
 */
import type {
  AbsolutePathBuf,
  ApprovalsReviewer,
  AskForApproval,
  CollaborationMode,
  CyberAccessProgram,
  ExternalAgentConfigImportItemTypeFailure,
  ExternalAgentConfigMigrationItem,
  ExternalAgentConfigMigrationItemType,
  FunctionCallOutputBody,
  ImageDetail,
  LegacyAppPathString,
  MessagePhase,
  MultiAgentMode,
  Personality,
  PluginShareDiscoverability,
  PluginSharePrincipalType,
  ProjectRoot,
  RealtimeConversationVersion,
  RealtimeVoice,
  ReasoningEffort,
  ReasoningSummary,
  RequestId,
  SandboxMode,
  SandboxPolicy,
  ThreadGoalStatus,
  ThreadHistoryMode,
  ThreadRealtimeAudioChunk,
  ThreadSectionAppearance,
  ThreadSource,
  TurnItemsView,
  UserInput,
  WindowsSandboxSetupMode,
} from "./common.ts";

/**
 * Parameters of `accountSession/list`.
 *
 * @experimental
 * @category Parameters
 */
export type AccountSessionsListParams = {
  readonly refreshWorkspaceMetadata?: boolean;
};

/**
 * Parameters of `accountSession/switch`.
 *
 * @experimental
 * @category Parameters
 */
export type AccountSessionsSwitchParams = {
  readonly accountId: string;
  readonly allowBrowserLogin?: boolean;
  readonly sessionId: string;
};

/**
 * Add credits nudge credit type, in `SendAddCreditsNudgeEmailParams`.
 *
 * @category Parameters
 */
export type AddCreditsNudgeCreditType = "credits" | "usage_limit";

/**
 * Additional context entry, in `TurnStartParams` and `TurnSteerParams`.
 *
 * @category Parameters
 */
export type AdditionalContextEntry = {
  readonly kind: AdditionalContextKind;
  readonly name?: string | null;
  readonly value: string;
};

/**
 * Additional context kind, in `AdditionalContextEntry`.
 *
 * @category Parameters
 */
export type AdditionalContextKind = "untrusted" | "application";

/**
 * Agent message input content, in `ResponseItem`.
 *
 * @category Parameters
 */
export type AgentMessageInputContent = {
  readonly type: "input_text";
  readonly text: string;
} | {
  readonly type: "encrypted_content";
  readonly encrypted_content: string;
};

/**
 * Parameters of `app/installed`.
 *
 * @category Parameters
 */
export type AppsInstalledParams = {
  readonly forceRefresh?: boolean;
  readonly threadId?: string | null;
};

/**
 * Parameters of `app/list`.
 *
 * @category Parameters
 */
export type AppsListParams = {
  readonly cursor?: string | null;
  readonly forceRefetch?: boolean;
  readonly limit?: number | null;
  readonly threadId?: string | null;
};

/**
 * Parameters of `app/read`.
 *
 * @category Parameters
 */
export type AppsReadParams = {
  readonly appIds: readonly string[];
  readonly includeTools?: boolean;
  readonly threadId?: string | null;
};

/**
 * Parameters of `account/bedrock/checkGovCloudRequirements`.
 *
 * @experimental
 * @category Parameters
 */
export type BedrockCheckGovCloudRequirementsParams = Readonly<Record<string, never>>;

/**
 * Parameters of `account/bedrock/discover`.
 *
 * @experimental
 * @category Parameters
 */
export type BedrockDiscoverParams = Readonly<Record<string, never>>;

/**
 * Bedrock provider id, in `ProviderSettingsPatch`.
 *
 * @category Parameters
 */
export type BedrockProviderId = "amazon-bedrock" | "amazon-bedrock-runtime";

/**
 * Parameters of `account/bedrock/setup`.
 *
 * @experimental
 * @category Parameters
 */
export type BedrockSetupParams = {
  readonly type: "profile";
  readonly profile: string;
  readonly region: string;
} | {
  readonly type: "environment";
  readonly region: string;
};

/**
 * Parameters of `account/login/cancel`.
 *
 * @category Parameters
 */
export type CancelLoginAccountParams = {
  readonly loginId: string;
};

/**
 * Capability root location, in `SelectedCapabilityRoot`.
 *
 * @category Parameters
 */
export type CapabilityRootLocation = {
  readonly type: "environment";
  readonly environmentId: string;
  readonly path: string;
};

/**
 * Client info, in `InitializeParams`.
 *
 * @category Parameters
 */
export type ClientInfo = {
  readonly name: string;
  readonly title?: string | null;
  readonly version: string;
};

/**
 * Codex response handoff mode, in `ThreadRealtimeStartParams`.
 *
 * @category Parameters
 */
export type CodexResponseHandoffMode = "thinking" | "commentary" | "bemTags";

/**
 * Parameters of `collaborationMode/list`.
 *
 * @experimental
 * @category Parameters
 */
export type CollaborationModeListParams = Readonly<Record<string, never>>;

/**
 * Parameters of `command/exec`.
 *
 * @category Parameters
 */
export type CommandExecParams = {
  readonly command: readonly string[];
  readonly cwd?: string | null;
  readonly disableOutputCap?: boolean;
  readonly disableTimeout?: boolean;
  readonly env?: { readonly [key: string]: string | null } | null;
  readonly outputBytesCap?: number | null;
  /** @experimental */
  readonly permissionProfile?: string | null;
  readonly processId?: string | null;
  readonly sandboxPolicy?: SandboxPolicy | null;
  readonly size?: CommandExecTerminalSize | null;
  readonly streamStdin?: boolean;
  readonly streamStdoutStderr?: boolean;
  readonly timeoutMs?: number | null;
  readonly tty?: boolean;
};

/**
 * Parameters of `command/exec/resize`.
 *
 * @category Parameters
 */
export type CommandExecResizeParams = {
  readonly processId: string;
  readonly size: CommandExecTerminalSize;
};

/**
 * Command exec terminal size, in `CommandExecParams` and `CommandExecResizeParams`.
 *
 * @category Parameters
 */
export type CommandExecTerminalSize = {
  readonly cols: number;
  readonly rows: number;
};

/**
 * Parameters of `command/exec/terminate`.
 *
 * @category Parameters
 */
export type CommandExecTerminateParams = {
  readonly processId: string;
};

/**
 * Parameters of `command/exec/write`.
 *
 * @category Parameters
 */
export type CommandExecWriteParams = {
  readonly closeStdin?: boolean;
  readonly deltaBase64?: string | null;
  readonly processId: string;
};

/**
 * Parameters of `config/batchWrite`.
 *
 * @category Parameters
 */
export type ConfigBatchWriteParams = {
  readonly edits: readonly ConfigEdit[];
  readonly expectedVersion?: string | null;
  readonly filePath?: string | null;
  readonly reloadUserConfig?: boolean;
};

/**
 * Config edit, in `ConfigBatchWriteParams`.
 *
 * @category Parameters
 */
export type ConfigEdit = {
  readonly keyPath: string;
  readonly mergeStrategy: MergeStrategy;
  readonly value: unknown;
};

/**
 * Parameters of `config/read`.
 *
 * @category Parameters
 */
export type ConfigReadParams = {
  readonly cwd?: string | null;
  readonly includeLayers?: boolean;
};

/**
 * Parameters of `config/value/write`.
 *
 * @category Parameters
 */
export type ConfigValueWriteParams = {
  readonly expectedVersion?: string | null;
  readonly filePath?: string | null;
  readonly keyPath: string;
  readonly mergeStrategy: MergeStrategy;
  readonly value: unknown;
};

/**
 * Configuration reasoning, in `ResponseItem`.
 *
 * @category Parameters
 */
export type ConfigurationReasoning = {
  readonly effort: ReasoningEffort;
};

/**
 * Parameters of `account/rateLimitResetCredit/consume`.
 *
 * @category Parameters
 */
export type ConsumeAccountRateLimitResetCreditParams = {
  readonly creditId?: string | null;
  readonly idempotencyKey: string;
};

/**
 * Content item, in `ResponseItem`.
 *
 * @category Parameters
 */
export type ContentItem = {
  readonly type: "input_text";
  readonly text: string;
} | {
  readonly type: "input_image";
  readonly detail?: ImageDetail | null;
  readonly image_url: string;
} | {
  readonly type: "input_image";
  readonly detail?: ImageDetail | null;
  readonly file_id: string;
} | {
  readonly type: "input_audio";
  readonly audio_url: string;
} | {
  readonly type: "input_audio";
  readonly file_id: string;
} | {
  readonly type: "output_text";
  readonly annotations?: readonly unknown[] | null;
  readonly logprobs?: readonly unknown[] | null;
  readonly text: string;
};

/**
 * Conversation text role, in `ThreadRealtimeAppendTextParams` and `ThreadRealtimeInitialItem`.
 *
 * @category Parameters
 */
export type ConversationTextRole = "user" | "developer" | "assistant";

/**
 * Dynamic tool namespace tool, in `DynamicToolSpec`.
 *
 * @category Parameters
 */
export type DynamicToolNamespaceTool = {
  readonly type: "function";
  readonly deferLoading?: boolean;
  readonly description: string;
  readonly inputSchema: unknown;
  readonly name: string;
};

/**
 * Dynamic tool spec, in `ThreadStartParams`.
 *
 * @category Parameters
 */
export type DynamicToolSpec = {
  readonly type: "function";
  readonly deferLoading?: boolean;
  readonly description: string;
  readonly inputSchema: unknown;
  readonly name: string;
} | {
  readonly type: "namespace";
  readonly description: string;
  readonly name: string;
  readonly tools: readonly DynamicToolNamespaceTool[];
};

/**
 * Parameters of `environment/add`.
 *
 * @experimental
 * @category Parameters
 */
export type EnvironmentAddParams = {
  readonly authBearerToken?: string | null;
  readonly connectTimeoutMs?: number | null;
  readonly environmentId: string;
  readonly execServerUrl: string;
  readonly skills?: EnvironmentSkillsParams | null;
  readonly websocketRequestId?: string | null;
};

/**
 * Parameters of `environment/info`.
 *
 * @experimental
 * @category Parameters
 */
export type EnvironmentInfoParams = {
  readonly environmentId: string;
};

/**
 * Environment skills params, in `EnvironmentAddParams`.
 *
 * @category Parameters
 */
export type EnvironmentSkillsParams = {
  readonly required?: readonly string[] | null;
};

/**
 * Parameters of `environment/status`.
 *
 * @experimental
 * @category Parameters
 */
export type EnvironmentStatusParams = {
  readonly environmentId: string;
};

/**
 * Parameters of `experimentalFeature/enablement/set`.
 *
 * @category Parameters
 */
export type ExperimentalFeatureEnablementSetParams = {
  readonly enablement: { readonly [key: string]: boolean };
};

/**
 * Parameters of `experimentalFeature/list`.
 *
 * @category Parameters
 */
export type ExperimentalFeatureListParams = {
  readonly cursor?: string | null;
  readonly limit?: number | null;
  readonly threadId?: string | null;
};

/**
 * Parameters of `externalAgentConfig/detect`.
 *
 * @category Parameters
 */
export type ExternalAgentConfigDetectParams = {
  readonly cwds?: readonly string[] | null;
  readonly includeHome?: boolean;
  readonly maxSessionAgeDays?: number | null;
  readonly maxSessions?: number | null;
  readonly migrationSource?: string | null;
  readonly source?: string | null;
};

/**
 * Parameters of `externalAgentConfig/import/recordHistory`.
 *
 * @category Parameters
 */
export type ExternalAgentConfigImportHistoryRecordParams = {
  readonly itemTypeResults: readonly ExternalAgentConfigImportHistoryRecordTypeResultParams[];
  readonly providerId: string;
};

/**
 * External agent config import history record success params, in `ExternalAgentConfigImportHistoryRecordTypeResultParams`.
 *
 * @category Parameters
 */
export type ExternalAgentConfigImportHistoryRecordSuccessParams = {
  readonly cwd?: string | null;
  readonly itemType: ExternalAgentConfigMigrationItemType;
  readonly source?: string | null;
  readonly target?: string | null;
  readonly title?: string | null;
};

/**
 * External agent config import history record type result params, in `ExternalAgentConfigImportHistoryRecordParams`.
 *
 * @category Parameters
 */
export type ExternalAgentConfigImportHistoryRecordTypeResultParams = {
  readonly failures: readonly ExternalAgentConfigImportItemTypeFailure[];
  readonly itemType: ExternalAgentConfigMigrationItemType;
  readonly successes: readonly ExternalAgentConfigImportHistoryRecordSuccessParams[];
};

/**
 * Parameters of `externalAgentConfig/import`.
 *
 * @category Parameters
 */
export type ExternalAgentConfigImportParams = {
  readonly migrationItems: readonly ExternalAgentConfigMigrationItem[];
  readonly migrationSource?: string | null;
  readonly providerId?: string | null;
  readonly source?: string | null;
};

/**
 * Parameters of `feedback/save`.
 *
 * @category Parameters
 */
export type FeedbackSaveParams = {
  readonly classification: string;
  readonly extraLogFiles?: readonly string[] | null;
  readonly includeLogs?: boolean;
  readonly reason?: string | null;
  readonly savePath: LegacyAppPathString;
  readonly tags?: { readonly [key: string]: string } | null;
  readonly threadId?: string | null;
};

/**
 * Parameters of `feedback/upload`.
 *
 * @category Parameters
 */
export type FeedbackUploadParams = {
  readonly classification: string;
  readonly extraLogFiles?: readonly string[] | null;
  readonly includeLogs?: boolean;
  readonly reason?: string | null;
  readonly tags?: { readonly [key: string]: string } | null;
  readonly threadId?: string | null;
};

/**
 * Parameters of `fs/copy`.
 *
 * @category Parameters
 */
export type FsCopyParams = {
  readonly destinationPath: AbsolutePathBuf;
  readonly recursive?: boolean;
  readonly sourcePath: AbsolutePathBuf;
};

/**
 * Parameters of `fs/createDirectory`.
 *
 * @category Parameters
 */
export type FsCreateDirectoryParams = {
  readonly path: AbsolutePathBuf;
  readonly recursive?: boolean | null;
};

/**
 * Parameters of `fs/getMetadata`.
 *
 * @category Parameters
 */
export type FsGetMetadataParams = {
  readonly path: AbsolutePathBuf;
};

/**
 * Parameters of `fs/readDirectory`.
 *
 * @category Parameters
 */
export type FsReadDirectoryParams = {
  readonly path: AbsolutePathBuf;
};

/**
 * Parameters of `fs/readFile`.
 *
 * @category Parameters
 */
export type FsReadFileParams = {
  readonly path: AbsolutePathBuf;
};

/**
 * Parameters of `fs/remove`.
 *
 * @category Parameters
 */
export type FsRemoveParams = {
  readonly force?: boolean | null;
  readonly path: AbsolutePathBuf;
  readonly recursive?: boolean | null;
};

/**
 * Parameters of `fs/unwatch`.
 *
 * @category Parameters
 */
export type FsUnwatchParams = {
  readonly watchId: string;
};

/**
 * Parameters of `fs/watch`.
 *
 * @category Parameters
 */
export type FsWatchParams = {
  readonly path: AbsolutePathBuf;
  readonly watchId: string;
};

/**
 * Parameters of `fs/writeFile`.
 *
 * @category Parameters
 */
export type FsWriteFileParams = {
  readonly dataBase64: string;
  readonly path: AbsolutePathBuf;
};

/**
 * Parameters of `fuzzyFileSearch`.
 *
 * @category Parameters
 */
export type FuzzyFileSearchParams = {
  readonly cancellationToken?: string | null;
  readonly query: string;
  readonly roots: readonly string[];
};

/**
 * Parameters of `fuzzyFileSearch/sessionStart`.
 *
 * @experimental
 * @category Parameters
 */
export type FuzzyFileSearchSessionStartParams = {
  readonly roots: readonly string[];
  readonly sessionId: string;
};

/**
 * Parameters of `fuzzyFileSearch/sessionStop`.
 *
 * @experimental
 * @category Parameters
 */
export type FuzzyFileSearchSessionStopParams = {
  readonly sessionId: string;
};

/**
 * Parameters of `fuzzyFileSearch/sessionUpdate`.
 *
 * @experimental
 * @category Parameters
 */
export type FuzzyFileSearchSessionUpdateParams = {
  readonly query: string;
  readonly sessionId: string;
};

/**
 * Parameters of `account/gatewayOAuth/login`.
 *
 * @category Parameters
 */
export type GatewayOAuthLoginParams = {
  readonly deviceAuth?: boolean;
  readonly modelProvider?: string | null;
};

/**
 * Parameters of `account/gatewayOAuth/read`.
 *
 * @category Parameters
 */
export type GatewayOAuthReadParams = {
  readonly modelProvider?: string | null;
};

/**
 * Gcp provider id, in `ProviderSettingsPatch`.
 *
 * @category Parameters
 */
export type GcpProviderId = "gcp";

/**
 * Parameters of `account/gcp/setup`.
 *
 * @experimental
 * @category Parameters
 */
export type GcpSetupParams = {
  readonly credentialFile?: string | null;
  readonly location?: string | null;
  readonly projectId: string;
};

/**
 * Parameters of `account/read`.
 *
 * @category Parameters
 */
export type GetAccountParams = {
  readonly refreshToken?: boolean;
};

/**
 * Parameters of `account/rateLimits/read`.
 *
 * @category Parameters
 */
export type GetAccountRateLimitsParams = {
  readonly excludeResetCreditDetails?: boolean;
  readonly supportsLunaReserve?: boolean;
};

/**
 * Parameters of `account/usage/read`.
 *
 * @category Parameters
 */
export type GetAccountTokenUsageParams = {
  readonly threadId?: string | null;
};

/**
 * Parameters of `hooks/list`.
 *
 * @category Parameters
 */
export type HooksListParams = {
  readonly cwds?: readonly string[];
  readonly threadId?: string | null;
};

/**
 * Initialize capabilities, in `InitializeParams`.
 *
 * @category Parameters
 */
export type InitializeCapabilities = {
  readonly experimentalApi?: boolean;
  readonly explicitGatewayOauth?: boolean;
  readonly extensions?: {
    readonly [key: string]: unknown;
  } | null;
  readonly mcpServerOpenaiFormElicitation?: boolean;
  readonly optOutNotificationMethods?: readonly string[] | null;
  readonly requestAttestation?: boolean;
  readonly requiredHumanApproval?: boolean;
};

/**
 * Parameters of `initialize`.
 *
 * @category Parameters
 */
export type InitializeParams = {
  readonly capabilities?: InitializeCapabilities | null;
  readonly clientInfo: ClientInfo;
};

/**
 * Internal chat message metadata passthrough, in `ResponseItem`.
 *
 * @category Parameters
 */
export type InternalChatMessageMetadataPassthrough = {
  readonly turn_id?: string | null;
};

/**
 * Parameters of `mcpServerStatus/list`.
 *
 * @category Parameters
 */
export type ListMcpServerStatusParams = {
  readonly cursor?: string | null;
  readonly detail?: McpServerStatusDetail | null;
  readonly environmentId?: string | null;
  readonly limit?: number | null;
  readonly serverName?: string | null;
  readonly threadId?: string | null;
};

/**
 * Local shell action, in `ResponseItem`.
 *
 * @category Parameters
 */
export type LocalShellAction = {
  readonly type: "exec";
  readonly command: readonly string[];
  readonly env?: { readonly [key: string]: string } | null;
  readonly timeout_ms?: number | null;
  readonly user?: string | null;
  readonly working_directory?: string | null;
};

/**
 * Local shell status, in `ResponseItem`.
 *
 * @category Parameters
 */
export type LocalShellStatus = "completed" | "in_progress" | "incomplete";

/**
 * Parameters of `account/login/start`.
 *
 * @category Parameters
 */
export type LoginAccountParams = {
  readonly type: "apiKey";
  readonly apiKey: string;
} | {
  readonly type: "chatgpt";
  readonly appBrand?: LoginAppBrand | null;
  readonly codexStreamlinedLogin?: boolean;
  readonly useHostedLoginSuccessPage?: boolean;
} | {
  readonly type: "chatgptDeviceCode";
} | {
  readonly type: "chatgptAuthTokens";
  readonly accessToken: string;
  readonly chatgptAccountId: string;
  readonly chatgptPlanType?: string | null;
} | {
  readonly type: "amazonBedrock";
  readonly apiKey: string;
  readonly region: string;
} | {
  readonly type: "amazonBedrockAccessKeys";
  readonly accessKeyId: string;
  readonly region: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | null;
};

/**
 * Login app brand, in `LoginAccountParams`.
 *
 * @category Parameters
 */
export type LoginAppBrand = "codex" | "chatgpt";

/**
 * Parameters of `marketplace/add`.
 *
 * @category Parameters
 */
export type MarketplaceAddParams = {
  readonly refName?: string | null;
  readonly source: string;
  readonly sparsePaths?: readonly string[] | null;
};

/**
 * Parameters of `marketplace/remove`.
 *
 * @category Parameters
 */
export type MarketplaceRemoveParams = {
  readonly marketplaceName: string;
};

/**
 * Parameters of `marketplace/upgrade`.
 *
 * @category Parameters
 */
export type MarketplaceUpgradeParams = {
  readonly marketplaceName?: string | null;
};

/**
 * Parameters of `mcpServer/resource/read`.
 *
 * @category Parameters
 */
export type McpResourceReadParams = {
  readonly _meta?: {
    readonly [key: string]: unknown;
  } | null;
  readonly connectorId?: string | null;
  readonly environmentId?: string | null;
  readonly originCallId?: string | null;
  readonly server: string;
  readonly target?: McpResourceReadTarget | null;
  readonly threadId?: string | null;
  readonly uri: string;
};

/**
 * Mcp resource read target, in `McpResourceReadParams`.
 *
 * @category Parameters
 */
export type McpResourceReadTarget = {
  readonly connectorId: string;
  readonly linkId: string | null;
};

/**
 * Parameters of `mcpServer/event/stream/start`.
 *
 * @experimental
 * @category Parameters
 */
export type McpServerEventStreamStartParams = {
  readonly _meta?: unknown;
  readonly arguments: unknown;
  readonly name: string;
  readonly server: string;
  readonly subscriptionId: string;
  readonly threadId: string;
};

/**
 * Parameters of `mcpServer/event/stream/stop`.
 *
 * @experimental
 * @category Parameters
 */
export type McpServerEventStreamStopParams = {
  readonly subscriptionId: string;
};

/**
 * Mcp server oauth client registration, in `McpServerOauthLoginParams`.
 *
 * @category Parameters
 */
export type McpServerOauthClientRegistration = "auto" | "cimd" | "dcr";

/**
 * Parameters of `mcpServer/oauth/login`.
 *
 * @category Parameters
 */
export type McpServerOauthLoginParams = {
  readonly clientRegistration?: McpServerOauthClientRegistration | null;
  readonly environmentId?: string | null;
  readonly name: string;
  readonly scopes?: readonly string[] | null;
  readonly threadId?: string | null;
  readonly timeoutSecs?: number | null;
};

/**
 * Mcp server status detail, in `ListMcpServerStatusParams`.
 *
 * @category Parameters
 */
export type McpServerStatusDetail = "full" | "toolsAndAuthOnly";

/**
 * Parameters of `mcpServer/tool/call`.
 *
 * @category Parameters
 */
export type McpServerToolCallParams = {
  readonly _meta?: unknown;
  readonly arguments?: unknown;
  readonly environmentId?: string | null;
  readonly server: string;
  readonly threadId: string;
  readonly tool: string;
};

/**
 * Parameters of `memory/status`.
 *
 * @experimental
 * @category Parameters
 */
export type MemoryStatusParams = {
  readonly minConsolidatedThreads?: number | null;
};

/**
 * Merge strategy, in `ConfigEdit` and `ConfigValueWriteParams`.
 *
 * @category Parameters
 */
export type MergeStrategy = "replace" | "upsert";

/**
 * Parameters of `mock/experimentalMethod`.
 *
 * @experimental
 * @category Parameters
 */
export type MockExperimentalMethodParams = {
  readonly value?: string | null;
};

/**
 * Parameters of `model/list`.
 *
 * @category Parameters
 */
export type ModelListParams = {
  readonly cursor?: string | null;
  readonly includeHidden?: boolean | null;
  readonly limit?: number | null;
  readonly modelProvider?: string | null;
};

/**
 * Parameters of `modelProvider/capabilities/read`.
 *
 * @category Parameters
 */
export type ModelProviderCapabilitiesReadParams = Readonly<Record<string, never>>;

/**
 * Parameters of `modelProvider/config/write`.
 *
 * @category Parameters
 */
export type ModelProviderConfigWriteParams = {
  readonly settings: ProviderSettingsPatch;
};

/**
 * Parameters of `modelProvider/default/set`.
 *
 * @category Parameters
 */
export type ModelProviderDefaultSetParams = {
  readonly providerId: string;
};

/**
 * Parameters of `modelProvider/list`.
 *
 * @category Parameters
 */
export type ModelProviderListParams = Readonly<Record<string, never>>;

/**
 * Parameters of `permissionProfile/list`.
 *
 * @category Parameters
 */
export type PermissionProfileListParams = {
  readonly cursor?: string | null;
  readonly cwd?: string | null;
  readonly limit?: number | null;
};

/**
 * Parameters of `plugin/install`.
 *
 * @category Parameters
 */
export type PluginInstallParams = {
  readonly installAttemptId?: string | null;
  readonly marketplacePath?: AbsolutePathBuf | null;
  readonly pluginName: string;
  readonly remoteMarketplaceName?: string | null;
};

/**
 * Parameters of `plugin/installed`.
 *
 * @category Parameters
 */
export type PluginInstalledParams = {
  readonly cwds?: readonly AbsolutePathBuf[] | null;
  readonly installSuggestionPluginNames?: readonly string[] | null;
};

/**
 * Plugin list marketplace kind, in `PluginListParams`.
 *
 * @category Parameters
 */
export type PluginListMarketplaceKind =
  | "local"
  | "vertical"
  | "workspace-directory"
  | "shared-with-me"
  | "created-by-me-remote";

/**
 * Parameters of `plugin/list`.
 *
 * @category Parameters
 */
export type PluginListParams = {
  readonly cwds?: readonly AbsolutePathBuf[] | null;
  readonly forceRefetch?: boolean;
  readonly marketplaceKinds?: readonly PluginListMarketplaceKind[] | null;
};

/**
 * Parameters of `plugin/read`.
 *
 * @category Parameters
 */
export type PluginReadParams = {
  readonly marketplacePath?: AbsolutePathBuf | null;
  readonly pluginName: string;
  readonly remoteMarketplaceName?: string | null;
};

/**
 * Parameters of `plugin/reconcile`.
 *
 * @category Parameters
 */
export type PluginReconcileParams = {
  readonly reason?: string | null;
};

/**
 * Parameters of `plugin/search`.
 *
 * @experimental
 * @category Parameters
 */
export type PluginSearchParams = {
  readonly cursor?: string | null;
  readonly cwds?: readonly AbsolutePathBuf[] | null;
  readonly limit?: number | null;
  readonly scope?: PluginSearchScope | null;
  readonly searchTerm: string;
};

/**
 * Plugin search scope, in `PluginSearchParams`.
 *
 * @category Parameters
 */
export type PluginSearchScope = "global" | "workspace" | "personal";

/**
 * Parameters of `plugin/share/checkout`.
 *
 * @category Parameters
 */
export type PluginShareCheckoutParams = {
  readonly remotePluginId: string;
};

/**
 * Parameters of `plugin/share/delete`.
 *
 * @category Parameters
 */
export type PluginShareDeleteParams = {
  readonly remotePluginId: string;
};

/**
 * Parameters of `plugin/share/list`.
 *
 * @category Parameters
 */
export type PluginShareListParams = Readonly<Record<string, never>>;

/**
 * Parameters of `plugin/share/save`.
 *
 * @category Parameters
 */
export type PluginShareSaveParams = {
  readonly discoverability?: PluginShareDiscoverability | null;
  readonly pluginPath: AbsolutePathBuf;
  readonly remotePluginId?: string | null;
  readonly shareTargets?: readonly PluginShareTarget[] | null;
};

/**
 * Plugin share target, in `PluginShareSaveParams` and `PluginShareUpdateTargetsParams`.
 *
 * @category Parameters
 */
export type PluginShareTarget = {
  readonly principalId: string;
  readonly principalType: PluginSharePrincipalType;
  readonly role: PluginShareTargetRole;
};

/**
 * Plugin share target role, in `PluginShareTarget`.
 *
 * @category Parameters
 */
export type PluginShareTargetRole = "reader" | "editor";

/**
 * Plugin share update discoverability, in `PluginShareUpdateTargetsParams`.
 *
 * @category Parameters
 */
export type PluginShareUpdateDiscoverability = "UNLISTED" | "PRIVATE" | "LISTED";

/**
 * Parameters of `plugin/share/updateTargets`.
 *
 * @category Parameters
 */
export type PluginShareUpdateTargetsParams = {
  readonly discoverability: PluginShareUpdateDiscoverability;
  readonly remotePluginId: string;
  readonly shareTargets: readonly PluginShareTarget[];
};

/**
 * Parameters of `plugin/skill/read`.
 *
 * @category Parameters
 */
export type PluginSkillReadParams = {
  readonly remoteMarketplaceName: string;
  readonly remotePluginId: string;
  readonly skillName: string;
};

/**
 * Parameters of `plugin/uninstall`.
 *
 * @category Parameters
 */
export type PluginUninstallParams = {
  readonly pluginId: string;
};

/**
 * Parameters of `process/kill`.
 *
 * @experimental
 * @category Parameters
 */
export type ProcessKillParams = {
  readonly processHandle: string;
};

/**
 * Parameters of `process/resizePty`.
 *
 * @experimental
 * @category Parameters
 */
export type ProcessResizePtyParams = {
  readonly processHandle: string;
  readonly size: ProcessTerminalSize;
};

/**
 * Parameters of `process/spawn`.
 *
 * @experimental
 * @category Parameters
 */
export type ProcessSpawnParams = {
  readonly command: readonly string[];
  readonly cwd: AbsolutePathBuf;
  readonly env?: { readonly [key: string]: string | null } | null;
  readonly outputBytesCap?: number | null;
  readonly processHandle: string;
  readonly size?: ProcessTerminalSize | null;
  readonly streamStdin?: boolean;
  readonly streamStdoutStderr?: boolean;
  readonly timeoutMs?: number | null;
  readonly tty?: boolean;
};

/**
 * Process terminal size, in `ProcessResizePtyParams` and `ProcessSpawnParams`.
 *
 * @category Parameters
 */
export type ProcessTerminalSize = {
  readonly cols: number;
  readonly rows: number;
};

/**
 * Parameters of `process/writeStdin`.
 *
 * @experimental
 * @category Parameters
 */
export type ProcessWriteStdinParams = {
  readonly closeStdin?: boolean;
  readonly deltaBase64?: string | null;
  readonly processHandle: string;
};

/**
 * Parameters of `project/create`.
 *
 * @experimental
 * @category Parameters
 */
export type ProjectCreateParams = {
  readonly idempotencyKey: string;
  readonly metadata?: { readonly [key: string]: string } | null;
  readonly name: string;
  readonly roots: readonly ProjectRoot[];
};

/**
 * Parameters of `project/delete`.
 *
 * @experimental
 * @category Parameters
 */
export type ProjectDeleteParams = {
  readonly projectId: string;
};

/**
 * Parameters of `project/import`.
 *
 * @experimental
 * @category Parameters
 */
export type ProjectImportParams = {
  readonly idempotencyKey: string;
  readonly metadata?: { readonly [key: string]: string } | null;
  readonly name: string;
  readonly roots: readonly ProjectRoot[];
  readonly threads?: readonly string[] | null;
};

/**
 * Parameters of `project/list`.
 *
 * @experimental
 * @category Parameters
 */
export type ProjectListParams = {
  readonly cursor?: string | null;
  readonly limit?: number | null;
  readonly sortDirection?: SortDirection | null;
  readonly sortKey?: ProjectSortKey | null;
};

/**
 * Parameters of `project/move`.
 *
 * @experimental
 * @category Parameters
 */
export type ProjectMoveParams = {
  readonly beforeProjectId?: string | null;
  readonly projectId: string;
};

/**
 * Parameters of `project/read`.
 *
 * @experimental
 * @category Parameters
 */
export type ProjectReadParams = {
  readonly projectId: string;
};

/**
 * Project sort key, in `ProjectListParams`.
 *
 * @category Parameters
 */
export type ProjectSortKey = "position" | "recencyAt";

/**
 * Parameters of `project/update`.
 *
 * @experimental
 * @category Parameters
 */
export type ProjectUpdateParams = {
  readonly metadata?: { readonly [key: string]: string } | null;
  readonly name?: string | null;
  readonly projectId: string;
  readonly roots?: readonly ProjectRoot[] | null;
};

/**
 * Provider settings patch, in `ModelProviderConfigWriteParams`.
 *
 * @category Parameters
 */
export type ProviderSettingsPatch = {
  readonly type: "customGateway";
  readonly baseUrl?: string | null;
  readonly envKey?: string | null;
  readonly name?: string;
  readonly providerId?: string | null;
} | {
  readonly type: "bedrock";
  readonly profile?: string | null;
  readonly providerId: BedrockProviderId;
  readonly region?: string | null;
} | {
  readonly type: "gcp";
  readonly credentialFile?: string | null;
  readonly location?: string | null;
  readonly projectId?: string | null;
  readonly providerId: GcpProviderId;
};

/**
 * Realtime output modality, in `ThreadRealtimeStartParams`.
 *
 * @category Parameters
 */
export type RealtimeOutputModality = "text" | "audio";

/**
 * Reasoning item content, in `ResponseItem`.
 *
 * @category Parameters
 */
export type ReasoningItemContent = {
  readonly type: "reasoning_text";
  readonly text: string;
} | {
  readonly type: "text";
  readonly text: string;
};

/**
 * Reasoning item reasoning summary, in `ResponseItem`.
 *
 * @category Parameters
 */
export type ReasoningItemReasoningSummary = {
  readonly type: "summary_text";
  readonly text: string;
};

/**
 * Remote control clients list order, in `RemoteControlClientsListParams`.
 *
 * @experimental
 * @category Parameters
 */
export type RemoteControlClientsListOrder = "asc" | "desc";

/**
 * Parameters of `remoteControl/client/list`.
 *
 * @experimental
 * @category Parameters
 */
export type RemoteControlClientsListParams = {
  readonly cursor?: string | null;
  readonly environmentId: string;
  readonly limit?: number | null;
  readonly order?: RemoteControlClientsListOrder | null;
};

/**
 * Parameters of `remoteControl/client/revoke`.
 *
 * @experimental
 * @category Parameters
 */
export type RemoteControlClientsRevokeParams = {
  readonly clientId: string;
  readonly environmentId: string;
};

/**
 * Parameters of `remoteControl/disable`.
 *
 * @category Parameters
 */
export type RemoteControlDisableParams = {
  readonly ephemeral?: boolean;
};

/**
 * Parameters of `remoteControl/enable`.
 *
 * @category Parameters
 */
export type RemoteControlEnableParams = {
  readonly ephemeral?: boolean;
};

/**
 * Parameters of `remoteControl/pairing/start`.
 *
 * @experimental
 * @category Parameters
 */
export type RemoteControlPairingStartParams = {
  readonly manualCode?: boolean;
};

/**
 * Parameters of `remoteControl/pairing/status`.
 *
 * @experimental
 * @category Parameters
 */
export type RemoteControlPairingStatusParams = {
  readonly manualPairingCode?: string | null;
  readonly pairingCode?: string | null;
};

/**
 * Response item, in `ThreadResumeParams`.
 *
 * @category Parameters
 */
export type ResponseItem = {
  readonly type: "additional_tools";
  readonly id?: string | null;
  readonly role: string;
  readonly tools: readonly unknown[];
} | {
  readonly type: "message";
  readonly content: readonly ContentItem[];
  readonly encrypted_content?: string | null;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly phase?: MessagePhase | null;
  readonly role: string;
  readonly status?: string | null;
} | {
  readonly type: "agent_message";
  readonly author: string;
  readonly content: readonly AgentMessageInputContent[];
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly recipient: string;
} | {
  readonly type: "reasoning";
  readonly content?: readonly ReasoningItemContent[] | null;
  readonly encrypted_content?: string | null;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly summary: readonly ReasoningItemReasoningSummary[];
} | {
  readonly type: "local_shell_call";
  readonly action: LocalShellAction;
  readonly call_id?: string | null;
  readonly encrypted_content?: string | null;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly status: LocalShellStatus;
} | {
  readonly type: "function_call";
  readonly arguments: string;
  readonly call_id: string;
  readonly encrypted_content?: string | null;
  readonly encrypted_function_args?: readonly string[] | null;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly name: string;
  readonly namespace?: string | null;
  readonly status?: string | null;
} | {
  readonly type: "tool_search_call";
  readonly arguments: unknown;
  readonly call_id?: string | null;
  readonly encrypted_content?: string | null;
  readonly execution: string;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly status?: string | null;
} | {
  readonly type: "function_call_output";
  readonly call_id?: string | null;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly name?: string | null;
  readonly namespace?: string | null;
  readonly output: FunctionCallOutputBody;
} | {
  readonly type: "custom_tool_call";
  readonly call_id: string;
  readonly encrypted_content?: string | null;
  readonly id?: string | null;
  readonly input: string;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly name: string;
  readonly namespace?: string | null;
  readonly status?: string | null;
} | {
  readonly type: "custom_tool_call_output";
  readonly call_id: string;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly name?: string | null;
  readonly output: FunctionCallOutputBody;
} | {
  readonly type: "tool_search_output";
  readonly call_id?: string | null;
  readonly execution: string;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly status: string;
  readonly tools: readonly unknown[];
} | {
  readonly type: "web_search_call";
  readonly action?: ResponsesApiWebSearchAction | null;
  readonly encrypted_content?: string | null;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly status?: string | null;
} | {
  readonly type: "image_generation_call";
  readonly encrypted_content?: string | null;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
  readonly result: string;
  readonly revised_prompt?: string | null;
  readonly status: string;
} | {
  readonly type: "compaction";
  readonly encrypted_content: string;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
} | {
  readonly type: "configuration_update";
  readonly reasoning: ConfigurationReasoning;
} | {
  readonly type: "compaction_trigger";
} | {
  readonly type: "context_compaction";
  readonly encrypted_content?: string | null;
  readonly id?: string | null;
  readonly internal_chat_message_metadata_passthrough?:
    | InternalChatMessageMetadataPassthrough
    | null;
} | {
  readonly type: "other";
};

/**
 * Responses api web search action, in `ResponseItem`.
 *
 * @category Parameters
 */
export type ResponsesApiWebSearchAction = {
  readonly type: "search";
  readonly queries?: readonly string[] | null;
  readonly query?: string | null;
} | {
  readonly type: "open_page";
  readonly url?: string | null;
} | {
  readonly type: "find_in_page";
  readonly pattern?: string | null;
  readonly url?: string | null;
} | {
  readonly type: "other";
};

/**
 * Review delivery, in `ReviewStartParams`.
 *
 * @category Parameters
 */
export type ReviewDelivery = "inline";

/**
 * Parameters of `review/start`.
 *
 * @category Parameters
 */
export type ReviewStartParams = {
  readonly delivery?: ReviewDelivery | null;
  readonly target: ReviewTarget;
  readonly threadId: string;
};

/**
 * Review target, in `ReviewStartParams`.
 *
 * @category Parameters
 */
export type ReviewTarget = {
  readonly type: "uncommittedChanges";
} | {
  readonly type: "baseBranch";
  readonly branch: string;
} | {
  readonly type: "commit";
  readonly sha: string;
  readonly title?: string | null;
} | {
  readonly type: "custom";
  readonly instructions: string;
};

/**
 * Selected capability root, in `ThreadStartParams`.
 *
 * @category Parameters
 */
export type SelectedCapabilityRoot = {
  readonly id: string;
  readonly location: CapabilityRootLocation;
};

/**
 * Parameters of `account/sendAddCreditsNudgeEmail`.
 *
 * @category Parameters
 */
export type SendAddCreditsNudgeEmailParams = {
  readonly creditType: AddCreditsNudgeCreditType;
};

/**
 * Parameters of `server/diagnostics`.
 *
 * @experimental
 * @category Parameters
 */
export type ServerDiagnosticsParams = Readonly<Record<string, never>>;

/**
 * Parameters of `skills/config/write`.
 *
 * @category Parameters
 */
export type SkillsConfigWriteParams = {
  readonly enabled: boolean;
  readonly name?: string | null;
  readonly path?: AbsolutePathBuf | null;
};

/**
 * Parameters of `skills/extraRoots/set`.
 *
 * @category Parameters
 */
export type SkillsExtraRootsSetParams = {
  readonly extraRoots: readonly AbsolutePathBuf[];
};

/**
 * Parameters of `skills/list`.
 *
 * @category Parameters
 */
export type SkillsListParams = {
  readonly cwds?: readonly string[];
  readonly forceReload?: boolean;
};

/**
 * Sort direction, in `ProjectListParams`, `ThreadItemsListParams`, `ThreadListParams` and others.
 *
 * @category Parameters
 */
export type SortDirection = "asc" | "desc";

/**
 * Parameters of `thread/approveGuardianDeniedAction`.
 *
 * @category Parameters
 */
export type ThreadApproveGuardianDeniedActionParams = {
  readonly event: unknown;
  readonly threadId: string;
};

/**
 * Parameters of `thread/archive`.
 *
 * @category Parameters
 */
export type ThreadArchiveParams = {
  readonly threadId: string;
};

/**
 * Parameters of `thread/attachment/add`.
 *
 * @category Parameters
 */
export type ThreadAttachmentAddParams = {
  readonly attachmentType: string;
  readonly identityKey: string;
  readonly payload: unknown;
  readonly threadId: string;
};

/**
 * Parameters of `thread/attachment/list`.
 *
 * @category Parameters
 */
export type ThreadAttachmentListParams = {
  readonly cursor?: string | null;
  readonly limit?: number | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/attachmentOwner/list`.
 *
 * @category Parameters
 */
export type ThreadAttachmentOwnerListParams = {
  readonly archived?: boolean | null;
  readonly attachmentType: string;
  readonly cursor?: string | null;
  readonly identityKey: string;
  readonly limit?: number | null;
};

/**
 * Parameters of `thread/attachment/remove`.
 *
 * @category Parameters
 */
export type ThreadAttachmentRemoveParams = {
  readonly attachmentType: string;
  readonly identityKey: string;
  readonly threadId: string;
};

/**
 * Parameters of `thread/backgroundTerminals/clean`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadBackgroundTerminalsCleanParams = {
  readonly threadId: string;
};

/**
 * Parameters of `thread/backgroundTerminals/list`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadBackgroundTerminalsListParams = {
  readonly cursor?: string | null;
  readonly limit?: number | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/backgroundTerminals/terminate`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadBackgroundTerminalsTerminateParams = {
  readonly processId: string;
  readonly threadId: string;
};

/**
 * Parameters of `thread/compact/start`.
 *
 * @category Parameters
 */
export type ThreadCompactStartParams = {
  readonly threadId: string;
};

/**
 * Parameters of `thread/decrement_elicitation`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadDecrementElicitationParams = {
  readonly threadId: string;
};

/**
 * Parameters of `thread/delete`.
 *
 * @category Parameters
 */
export type ThreadDeleteParams = {
  readonly threadId: string;
};

/**
 * Parameters of `thread/fork`.
 *
 * @category Parameters
 */
export type ThreadForkParams = {
  readonly approvalPolicy?: AskForApproval | null;
  readonly approvalsReviewer?: ApprovalsReviewer | null;
  /** @experimental */
  readonly attachToSource?: boolean;
  readonly baseInstructions?: string | null;
  /** @experimental */
  readonly beforeTurnId?: string | null;
  readonly config?: {
    readonly [key: string]: unknown;
  } | null;
  readonly cwd?: string | null;
  /** @experimental */
  readonly deferGoalContinuation?: boolean;
  readonly developerInstructions?: string | null;
  readonly ephemeral?: boolean;
  readonly excludeTurns?: boolean;
  /** @experimental */
  readonly experimentalDisablePredictionMcp?: boolean;
  /** @experimental */
  readonly experimentalPredictionMode?: boolean;
  readonly lastTurnId?: string | null;
  readonly model?: string | null;
  readonly modelProvider?: string | null;
  /** @experimental */
  readonly path?: string | null;
  /** @experimental */
  readonly permissions?: string | null;
  /** @experimental */
  readonly runtimeWorkspaceRoots?: readonly AbsolutePathBuf[] | null;
  readonly sandbox?: SandboxMode | null;
  readonly serviceTier?: string | null;
  readonly threadId: string;
  readonly threadSource?: ThreadSource | null;
};

/**
 * Parameters of `thread/goal/clear`.
 *
 * @category Parameters
 */
export type ThreadGoalClearParams = {
  readonly origin?: ThreadGoalMutationOrigin | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/goal/get`.
 *
 * @category Parameters
 */
export type ThreadGoalGetParams = {
  readonly threadId: string;
};

/**
 * Thread goal mutation origin, in `ThreadGoalClearParams` and `ThreadGoalSetParams`.
 *
 * @category Parameters
 */
export type ThreadGoalMutationOrigin = "user" | "automatic";

/**
 * Parameters of `thread/goal/set`.
 *
 * @category Parameters
 */
export type ThreadGoalSetParams = {
  readonly objective?: string | null;
  readonly origin?: ThreadGoalMutationOrigin | null;
  readonly status?: ThreadGoalStatus | null;
  readonly threadId: string;
  readonly tokenBudget?: number | null;
};

/**
 * Parameters of `thread/guardianReview`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadGuardianReviewParams = {
  readonly threadId: string;
};

/**
 * Parameters of `thread/increment_elicitation`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadIncrementElicitationParams = {
  readonly threadId: string;
};

/**
 * Parameters of `thread/inject_items`.
 *
 * @category Parameters
 */
export type ThreadInjectItemsParams = {
  readonly items: readonly unknown[];
  readonly threadId: string;
};

/**
 * Thread item output deferral, in `ThreadItemsListParams`.
 *
 * @category Parameters
 */
export type ThreadItemOutputDeferral = {
  /** @experimental */
  readonly commandExecution?: boolean;
  /** @experimental */
  readonly mcpToolCall?: boolean;
};

/**
 * Thread items list anchor, in `ThreadItemsListCursor`.
 *
 * @category Parameters
 */
export type ThreadItemsListAnchor = {
  readonly type: "item";
  readonly itemId: string;
};

/**
 * Thread items list cursor, in `ThreadItemsListParams`.
 *
 * @category Parameters
 */
export type ThreadItemsListCursor = string | ThreadItemsListAnchor;

/**
 * Parameters of `thread/items/list`.
 *
 * @category Parameters
 */
export type ThreadItemsListParams = {
  readonly cursor?: ThreadItemsListCursor | null;
  readonly deferOutput?: ThreadItemOutputDeferral | null;
  readonly limit?: number | null;
  readonly sortDirection?: SortDirection | null;
  readonly threadId: string;
  readonly turnId?: string | null;
};

/**
 * Parameters of `thread/items/read`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadItemsReadParams = {
  readonly itemIds: readonly string[];
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Thread list cwd filter, in `ThreadListParams`.
 *
 * @category Parameters
 */
export type ThreadListCwdFilter = string | readonly string[];

/**
 * Parameters of `thread/list`.
 *
 * @category Parameters
 */
export type ThreadListParams = {
  /** @experimental */
  readonly ancestorThreadId?: string | null;
  readonly archived?: boolean | null;
  /** @experimental */
  readonly attachedToThreadId?: string | null;
  readonly currentAccountOnly?: boolean;
  readonly cursor?: string | null;
  readonly cwd?: ThreadListCwdFilter | null;
  readonly excludedThreadIds?: readonly string[] | null;
  /** @experimental */
  readonly includeAttachedThreads?: boolean;
  readonly includedThreadIds?: readonly string[] | null;
  readonly limit?: number | null;
  readonly modelProviders?: readonly string[] | null;
  readonly originators?: readonly string[] | null;
  /** @experimental */
  readonly parentThreadId?: string | null;
  /** @experimental */
  readonly projectId?: string | null;
  readonly searchTerm?: string | null;
  readonly sectionId?: string | null;
  readonly sortDirection?: SortDirection | null;
  readonly sortKey?: ThreadSortKey | null;
  readonly sourceKinds?: readonly ThreadSourceKind[] | null;
  readonly useStateDbOnly?: boolean;
};

/**
 * Parameters of `thread/loaded/list`.
 *
 * @category Parameters
 */
export type ThreadLoadedListParams = {
  readonly cursor?: string | null;
  readonly limit?: number | null;
};

/**
 * Thread memory mode, in `ThreadMemoryModeSetParams`.
 *
 * @category Parameters
 */
export type ThreadMemoryMode = "enabled" | "disabled";

/**
 * Parameters of `thread/memoryMode/set`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadMemoryModeSetParams = {
  readonly mode: ThreadMemoryMode;
  readonly threadId: string;
};

/**
 * Parameters of `thread/memory/read`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadMemoryReadParams = {
  readonly threadId: string;
};

/**
 * Thread metadata git info update params, in `ThreadMetadataUpdateParams`.
 *
 * @category Parameters
 */
export type ThreadMetadataGitInfoUpdateParams = {
  readonly branch?: string | null;
  readonly originUrl?: string | null;
  readonly sha?: string | null;
};

/**
 * Parameters of `thread/metadata/update`.
 *
 * @category Parameters
 */
export type ThreadMetadataUpdateParams = {
  /** @experimental */
  readonly daybreakEnabled?: boolean | null;
  readonly gitInfo?: ThreadMetadataGitInfoUpdateParams | null;
  /** @experimental */
  readonly projectId?: string | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/prediction/request`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadPredictionRequestParams = {
  readonly sourceTurnId: string;
  readonly threadId: string;
};

/**
 * Parameters of `thread/prepareApprovedPlan`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadPrepareApprovedPlanParams = {
  readonly attachmentPath?: string | null;
  readonly markdown: string;
  readonly threadId: string;
};

/**
 * Parameters of `thread/queue/add`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadQueueAddParams = {
  readonly clientUserMessageId: string;
  readonly input: readonly UserInput[];
  readonly responsesapiClientMetadata?: { readonly [key: string]: string } | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/queue/delete`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadQueueDeleteParams = {
  readonly queuedSubmissionId: string;
  readonly threadId: string;
};

/**
 * Parameters of `thread/queue/list`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadQueueListParams = {
  readonly cursor?: string | null;
  readonly limit?: number | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/queue/reorder`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadQueueReorderParams = {
  readonly queuedSubmissionIds: readonly string[];
  readonly threadId: string;
};

/**
 * Parameters of `thread/queue/start`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadQueueStartParams = {
  readonly queuedSubmissionId?: string | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/queue/update`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadQueueUpdateParams = {
  readonly input: readonly UserInput[];
  readonly queuedSubmissionId: string;
  readonly responsesapiClientMetadata?: { readonly [key: string]: string } | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/read`.
 *
 * @category Parameters
 */
export type ThreadReadParams = {
  readonly includeTurns?: boolean;
  readonly threadId: string;
};

/**
 * Thread read state operation, in `ThreadReadStateUpdateParams`.
 *
 * @category Parameters
 */
export type ThreadReadStateOperation = {
  readonly type: "read";
} | {
  readonly type: "unread";
};

/**
 * Parameters of `thread/readState/update`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadReadStateUpdateParams = {
  readonly expectedRevision: string;
  readonly operation: ThreadReadStateOperation;
  readonly threadId: string;
};

/**
 * Parameters of `thread/realtime/appendAudio`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadRealtimeAppendAudioParams = {
  readonly audio: ThreadRealtimeAudioChunk;
  readonly threadId: string;
};

/**
 * Parameters of `thread/realtime/appendSpeech`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadRealtimeAppendSpeechParams = {
  readonly text: string;
  readonly threadId: string;
};

/**
 * Parameters of `thread/realtime/appendText`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadRealtimeAppendTextParams = {
  readonly role?: ConversationTextRole;
  readonly text: string;
  readonly threadId: string;
};

/**
 * Thread realtime initial item, in `ThreadRealtimeStartParams`.
 *
 * @category Parameters
 */
export type ThreadRealtimeInitialItem = {
  readonly role: ConversationTextRole;
  readonly text: string;
};

/**
 * Parameters of `thread/realtime/list`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadRealtimeListParams = {
  readonly afterPosition?: number | null;
  readonly cursor?: string | null;
  readonly eventId?: string | null;
  readonly fromObservedAtMs?: number | null;
  readonly limit?: number | null;
  readonly order?: ThreadRealtimeOrder | null;
  readonly requiredThroughPosition?: number | null;
  readonly sessionId?: string | null;
  readonly snapshotEnd?: number | null;
  readonly threadId: string;
  readonly toObservedAtMs?: number | null;
};

/**
 * Parameters of `thread/realtime/listVoices`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadRealtimeListVoicesParams = Readonly<Record<string, never>>;

/**
 * Thread realtime order, in `ThreadRealtimeListParams`.
 *
 * @category Parameters
 */
export type ThreadRealtimeOrder = "observedAt" | "position";

/**
 * Parameters of `thread/realtime/start`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadRealtimeStartParams = {
  readonly backendReasoningStatus?: boolean;
  readonly clientManagedHandoffs?: boolean | null;
  readonly codexResponseHandoffChannelPrefixes?:
    | { readonly [key: string]: readonly string[] }
    | null;
  readonly codexResponseHandoffMode?: CodexResponseHandoffMode | null;
  readonly codexResponseItemPrefix?: string | null;
  readonly codexResponsesAsItems?: boolean | null;
  readonly delegationAckFiller?: boolean | null;
  readonly flushTranscriptTailOnSessionEnd?: boolean | null;
  readonly includeStartupContext?: boolean | null;
  readonly initialItems?: readonly ThreadRealtimeInitialItem[] | null;
  readonly model?: string | null;
  readonly outputModality: RealtimeOutputModality;
  readonly prompt?: string | null;
  readonly realtimeEndInstructions?: string | null;
  readonly realtimeSessionId?: string | null;
  readonly realtimeStartInstructions?: string | null;
  readonly threadId: string;
  readonly transport?: ThreadRealtimeStartTransport | null;
  readonly version?: RealtimeConversationVersion | null;
  readonly voice?: RealtimeVoice | null;
  readonly voiceSessionId?: string | null;
};

/**
 * Thread realtime start transport, in `ThreadRealtimeStartParams`.
 *
 * @category Parameters
 */
export type ThreadRealtimeStartTransport = {
  readonly type: "websocket";
} | {
  readonly type: "webrtc";
  readonly sdp: string;
} | {
  readonly type: "existingCall";
  readonly callId: string;
};

/**
 * Parameters of `thread/realtime/stop`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadRealtimeStopParams = {
  readonly threadId: string;
};

/**
 * Thread resume initial turns page params, in `ThreadResumeParams`.
 *
 * @category Parameters
 */
export type ThreadResumeInitialTurnsPageParams = {
  readonly itemsView?: TurnItemsView | null;
  readonly limit?: number | null;
  readonly sortDirection?: SortDirection | null;
};

/**
 * Parameters of `thread/resume`.
 *
 * @category Parameters
 */
export type ThreadResumeParams = {
  readonly approvalPolicy?: AskForApproval | null;
  readonly approvalsReviewer?: ApprovalsReviewer | null;
  readonly baseInstructions?: string | null;
  readonly config?: {
    readonly [key: string]: unknown;
  } | null;
  readonly cwd?: string | null;
  readonly developerInstructions?: string | null;
  readonly excludeTurns?: boolean;
  /** @experimental */
  readonly history?: readonly ResponseItem[] | null;
  /** @experimental */
  readonly initialTurnsPage?: ThreadResumeInitialTurnsPageParams | null;
  readonly model?: string | null;
  readonly modelProvider?: string | null;
  /** @experimental */
  readonly path?: string | null;
  /** @experimental */
  readonly permissions?: string | null;
  readonly personality?: Personality | null;
  /** @experimental */
  readonly runtimeWorkspaceRoots?: readonly AbsolutePathBuf[] | null;
  readonly sandbox?: SandboxMode | null;
  readonly serviceTier?: string | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/revert`.
 *
 * @category Parameters
 */
export type ThreadRevertParams = {
  readonly beforeTurnId: string;
  readonly threadId: string;
};

/**
 * Parameters of `thread/sample/cancel`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadSampleCancelParams = {
  readonly requestId: RequestId;
};

/**
 * Parameters of `thread/sample`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadSampleParams = {
  readonly allowInProgressTurn?: boolean;
  readonly disableMcp?: boolean;
  readonly effort?: ReasoningEffort | null;
  readonly expectedTurnId: string;
  readonly interruptOnCancel?: boolean | null;
  readonly prompt: string;
  readonly responsesapiClientMetadata?: { readonly [key: string]: string } | null;
  readonly threadId: string;
  readonly threadSource?: ThreadSource | null;
  readonly turnTrigger?: string | null;
};

/**
 * Parameters of `thread/search/cancel` and `thread/search/stream/cancel`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadSearchCancelParams = {
  readonly requestId: RequestId;
};

/**
 * Parameters of `thread/searchOccurrences`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadSearchOccurrencesParams = {
  readonly cursor?: string | null;
  readonly limit?: number | null;
  readonly searchTerm: string;
  readonly threadId: string;
};

/**
 * Parameters of `thread/search` and `thread/search/stream`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadSearchParams = {
  readonly archived?: boolean | null;
  readonly currentAccountOnly?: boolean;
  readonly cursor?: string | null;
  readonly includeAttachedThreads?: boolean;
  readonly limit?: number | null;
  readonly searchTerm: string;
  readonly sortDirection?: SortDirection | null;
  readonly sortKey?: ThreadSearchSortKey | null;
  readonly sourceKinds?: readonly ThreadSourceKind[] | null;
};

/**
 * Thread search sort key, in `ThreadSearchParams`.
 *
 * @category Parameters
 */
export type ThreadSearchSortKey = "created_at" | "updated_at" | "recency_at";

/**
 * Parameters of `threadSection/create`.
 *
 * @category Parameters
 */
export type ThreadSectionCreateParams = {
  readonly appearance?: ThreadSectionAppearance | null;
  readonly name: string;
};

/**
 * Parameters of `threadSection/delete`.
 *
 * @category Parameters
 */
export type ThreadSectionDeleteParams = {
  readonly sectionId: string;
};

/**
 * Parameters of `threadSection/list`.
 *
 * @category Parameters
 */
export type ThreadSectionListParams = {
  readonly cursor?: string | null;
  readonly limit?: number | null;
};

/**
 * Parameters of `thread/section/move`.
 *
 * @category Parameters
 */
export type ThreadSectionMoveParams = {
  readonly beforeThreadId?: string | null;
  readonly sectionId: string | null;
  readonly threadId: string;
};

/**
 * Parameters of `threadSection/update`.
 *
 * @category Parameters
 */
export type ThreadSectionUpdateParams = {
  readonly appearance?: ThreadSectionAppearance | null;
  readonly name: string;
  readonly sectionId: string;
};

/**
 * Parameters of `thread/name/set`.
 *
 * @category Parameters
 */
export type ThreadSetNameParams = {
  readonly name: string;
  readonly threadId: string;
};

/**
 * Parameters of `thread/settings/update`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadSettingsUpdateParams = {
  readonly approvalPolicy?: AskForApproval | null;
  readonly approvalsReviewer?: ApprovalsReviewer | null;
  readonly collaborationMode?: CollaborationMode | null;
  readonly cwd?: string | null;
  readonly disabledPluginIds?: readonly string[] | null;
  readonly effort?: ReasoningEffort | null;
  readonly environments?: readonly TurnEnvironmentParams[] | null;
  readonly model?: string | null;
  readonly multiAgentMode?: MultiAgentMode | null;
  readonly permissions?: string | null;
  readonly personality?: Personality | null;
  readonly sandboxPolicy?: SandboxPolicy | null;
  readonly serviceTier?: string | null;
  readonly summary?: ReasoningSummary | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/shellCommand`.
 *
 * @category Parameters
 */
export type ThreadShellCommandParams = {
  readonly command: string;
  readonly threadId: string;
  readonly timeoutMs?: number | null;
};

/**
 * Thread sort key, in `ThreadListParams`.
 *
 * @category Parameters
 */
export type ThreadSortKey = "created_at" | "updated_at" | "recency_at" | "section_position";

/**
 * Thread source kind, in `ThreadListParams` and `ThreadSearchParams`.
 *
 * @category Parameters
 */
export type ThreadSourceKind =
  | "cli"
  | "vscode"
  | "exec"
  | "appServer"
  | "subAgent"
  | "subAgentReview"
  | "subAgentCompact"
  | "subAgentThreadSpawn"
  | "subAgentOther"
  | "unknown";

/**
 * Parameters of `thread/start`.
 *
 * @category Parameters
 */
export type ThreadStartParams = {
  /** @experimental */
  readonly allowProviderModelFallback?: boolean;
  readonly approvalPolicy?: AskForApproval | null;
  readonly approvalsReviewer?: ApprovalsReviewer | null;
  readonly baseInstructions?: string | null;
  readonly config?: {
    readonly [key: string]: unknown;
  } | null;
  readonly cwd?: string | null;
  /** @experimental */
  readonly daybreakEnabled?: boolean | null;
  readonly developerInstructions?: string | null;
  /** @experimental */
  readonly dynamicTools?: readonly DynamicToolSpec[] | null;
  /** @experimental */
  readonly environments?: readonly TurnEnvironmentParams[] | null;
  readonly ephemeral?: boolean | null;
  /** @experimental */
  readonly experimentalRawEvents?: boolean;
  /** @experimental */
  readonly historyMode?: ThreadHistoryMode | null;
  /** @experimental */
  readonly mockExperimentalField?: string | null;
  readonly model?: string | null;
  readonly modelProvider?: string | null;
  /** @experimental */
  readonly multiAgentMode?: MultiAgentMode | null;
  /** @experimental */
  readonly permissions?: string | null;
  readonly personality?: Personality | null;
  /** @experimental */
  readonly projectId?: string | null;
  /** @experimental */
  readonly runtimeWorkspaceRoots?: readonly AbsolutePathBuf[] | null;
  readonly sandbox?: SandboxMode | null;
  /** @experimental */
  readonly selectedCapabilityRoots?: readonly SelectedCapabilityRoot[] | null;
  readonly serviceName?: string | null;
  readonly serviceTier?: string | null;
  readonly sessionStartSource?: ThreadStartSource | null;
  readonly threadSource?: ThreadSource | null;
};

/**
 * Thread start source, in `ThreadStartParams`.
 *
 * @category Parameters
 */
export type ThreadStartSource = "startup" | "clear";

/**
 * Parameters of `thread/timeline/list`.
 *
 * @experimental
 * @category Parameters
 */
export type ThreadTimelineListParams = {
  readonly cursor?: string | null;
  readonly limit?: number | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/turns/list`.
 *
 * @category Parameters
 */
export type ThreadTurnsListParams = {
  readonly cursor?: string | null;
  readonly itemsView?: TurnItemsView | null;
  readonly limit?: number | null;
  readonly sortDirection?: SortDirection | null;
  readonly threadId: string;
};

/**
 * Parameters of `thread/unarchive`.
 *
 * @category Parameters
 */
export type ThreadUnarchiveParams = {
  readonly threadId: string;
};

/**
 * Parameters of `thread/unsubscribe`.
 *
 * @category Parameters
 */
export type ThreadUnsubscribeParams = {
  readonly threadId: string;
};

/**
 * Turn environment params, in `ThreadSettingsUpdateParams`, `ThreadStartParams`, `TurnSettingsUpdateParams` and others.
 *
 * @category Parameters
 */
export type TurnEnvironmentParams = {
  readonly cwd: LegacyAppPathString;
  readonly environmentId: string;
  readonly runtimeWorkspaceRoots?: readonly LegacyAppPathString[] | null;
};

/**
 * Parameters of `turn/interrupt`.
 *
 * @category Parameters
 */
export type TurnInterruptParams = {
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of `turn/settings/update`.
 *
 * @experimental
 * @category Parameters
 */
export type TurnSettingsUpdateParams = {
  readonly approvalsReviewer?: ApprovalsReviewer | null;
  readonly effort?: ReasoningEffort | null;
  readonly environments?: readonly TurnEnvironmentParams[] | null;
  readonly model?: string | null;
  readonly serviceTier?: string | null;
  readonly summary?: ReasoningSummary | null;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of `turn/start`.
 *
 * @category Parameters
 */
export type TurnStartParams = {
  /** @experimental */
  readonly additionalContext?: { readonly [key: string]: AdditionalContextEntry } | null;
  readonly approvalPolicy?: AskForApproval | null;
  readonly approvalsReviewer?: ApprovalsReviewer | null;
  readonly clientUserMessageId?: string | null;
  /** @experimental */
  readonly collaborationMode?: CollaborationMode | null;
  readonly cwd?: string | null;
  /** @experimental */
  readonly cyberAccessProgram?: CyberAccessProgram | null;
  readonly disabledPluginIds?: readonly string[] | null;
  readonly effort?: ReasoningEffort | null;
  /** @experimental */
  readonly environments?: readonly TurnEnvironmentParams[] | null;
  readonly input: readonly UserInput[];
  readonly model?: string | null;
  /** @experimental */
  readonly multiAgentMode?: MultiAgentMode | null;
  readonly outputSchema?: unknown;
  readonly parentTurnId?: string | null;
  /** @experimental */
  readonly permissions?: string | null;
  readonly personality?: Personality | null;
  /** @experimental */
  readonly responsesapiClientMetadata?: { readonly [key: string]: string } | null;
  /** @experimental */
  readonly responsesapiClientMetadataPatch?: { readonly [key: string]: string } | null;
  readonly rootTurnId?: string | null;
  /** @experimental */
  readonly runtimeWorkspaceRoots?: readonly AbsolutePathBuf[] | null;
  readonly sandboxPolicy?: SandboxPolicy | null;
  readonly serviceTier?: string | null;
  readonly serviceTierForTurn?: string | null;
  readonly summary?: ReasoningSummary | null;
  readonly threadId: string;
  readonly toolOutput?: TurnToolOutput | null;
  readonly turnTrigger?: string | null;
};

/**
 * Parameters of `turn/steer`.
 *
 * @category Parameters
 */
export type TurnSteerParams = {
  /** @experimental */
  readonly additionalContext?: { readonly [key: string]: AdditionalContextEntry } | null;
  readonly clientUserMessageId?: string | null;
  readonly expectedTurnId: string;
  readonly input: readonly UserInput[];
  /** @experimental */
  readonly responsesapiClientMetadata?: { readonly [key: string]: string } | null;
  /** @experimental */
  readonly responsesapiClientMetadataPatch?: { readonly [key: string]: string } | null;
  readonly threadId: string;
};

/**
 * Turn tool output, in `TurnStartParams`.
 *
 * @category Parameters
 */
export type TurnToolOutput = {
  readonly name: string;
  readonly namespace?: string | null;
  readonly output: FunctionCallOutputBody;
  readonly retain?: boolean;
};

/**
 * Parameters of `userVerification/cancel`.
 *
 * @experimental
 * @category Parameters
 */
export type UserVerificationCancelParams = {
  readonly requestId: RequestId;
};

/**
 * Parameters of `userVerification/delete`.
 *
 * @experimental
 * @category Parameters
 */
export type UserVerificationDeleteParams = Readonly<Record<string, never>>;

/**
 * Parameters of `userVerification/enroll`.
 *
 * @experimental
 * @category Parameters
 */
export type UserVerificationEnrollParams = Readonly<Record<string, never>>;

/**
 * Parameters of `userVerification/status`.
 *
 * @experimental
 * @category Parameters
 */
export type UserVerificationStatusParams = Readonly<Record<string, never>>;

/**
 * Parameters of `userVerification/verify`.
 *
 * @experimental
 * @category Parameters
 */
export type UserVerificationVerifyParams = {
  readonly challenge: string;
  readonly description: string;
  readonly title: string;
};

/**
 * Parameters of `windowsSandbox/setupStart`.
 *
 * @category Parameters
 */
export type WindowsSandboxSetupStartParams = {
  readonly mode: WindowsSandboxSetupMode;
  readonly cwd?: AbsolutePathBuf | null;
};
