/**
 * The results of the client's requests. Made by `deno task protocol` from the schema of Codex 0.171.0.
 *
 * @module
 */
import type { ThreadItem } from "./items.ts";
import type {
  AbsolutePathBuf,
  ActivePermissionProfile,
  AppInfo,
  ApprovalsReviewer,
  AskForApproval,
  CollaborationMode,
  CyberAccessProgram,
  ExternalAgentConfigImportItemTypeFailure,
  ExternalAgentConfigImportItemTypeSuccess,
  ExternalAgentConfigMigrationItem,
  FuzzyFileSearchResult,
  GatewayOAuthStatus,
  GuardianRiskLevel,
  GuardianUserAuthorization,
  HookEventName,
  HookSource,
  LegacyAppPathString,
  ModeKind,
  MultiAgentMode,
  PlanType,
  PluginShareDiscoverability,
  PluginSharePrincipalType,
  ProjectRoot,
  RateLimitSnapshot,
  RealtimeVoice,
  ReasoningEffort,
  ReasoningSummary,
  RemoteControlConnectionStatus,
  SandboxMode,
  SandboxPolicy,
  Thread,
  ThreadGoal,
  ThreadReadState,
  ThreadRealtimeItem,
  ThreadSearchResult,
  ThreadSection,
  Turn,
  TurnError,
  TurnStatus,
  UserInput,
} from "./common.ts";

/**
 * Account, in `GetAccountResponse`.
 *
 * @category Results
 */
export type Account = {
  readonly type: "apiKey";
} | {
  readonly type: "chatgpt";
  readonly email: string | null;
  readonly planType: PlanType;
  readonly workspaceName?: string | null;
} | {
  readonly type: "amazonBedrock";
  readonly usesCodexManagedCredentials?: boolean;
} | {
  readonly type: "gcp";
};

/**
 * Account routing override, in `WorkspaceRouting`.
 *
 * @category Results
 */
export type AccountRoutingOverride = "NO_CONSTRAINT" | "us" | "us_cr";

/**
 * Account security setup action, in `AccountSecuritySetupNotice`.
 *
 * @category Results
 */
export type AccountSecuritySetupAction = {
  readonly label: string;
  readonly url: string;
};

/**
 * Account security setup notice, in `GetAccountSecuritySetupResponse`.
 *
 * @category Results
 */
export type AccountSecuritySetupNotice = {
  readonly accountId: string;
  readonly action: AccountSecuritySetupAction;
  readonly description: string;
  readonly title: string;
  readonly userId: string;
};

/**
 * Account session, in `AccountSessionsResponse` and `AccountSessionsSwitchResponse`.
 *
 * @category Results
 */
export type AccountSession = {
  readonly displayName?: string | null;
  readonly email?: string | null;
  readonly imageUrl?: string | null;
  readonly isActive: boolean;
  readonly lastUsedAt: number;
  readonly selectedWorkspaceAccountId?: string | null;
  readonly sessionId: string;
  readonly userId?: string | null;
  readonly workspaces: readonly AccountSessionWorkspace[];
};

/**
 * Account session workspace, in `AccountSession`.
 *
 * @category Results
 */
export type AccountSessionWorkspace = {
  readonly accountId: string;
  readonly imageUrl?: string | null;
  readonly kind?: AccountSessionWorkspaceKind | null;
  readonly name?: string | null;
};

/**
 * Account session workspace kind, in `AccountSessionWorkspace`.
 *
 * @category Results
 */
export type AccountSessionWorkspaceKind = "personal" | "workspace";

/**
 * Result of `accountSession/list`.
 *
 * @experimental
 * @category Results
 */
export type AccountSessionsResponse = {
  readonly activeSessionId?: string | null;
  readonly sessions: readonly AccountSession[];
};

/**
 * Result of `accountSession/switch`.
 *
 * @experimental
 * @category Results
 */
export type AccountSessionsSwitchResponse = {
  readonly activeSessionId?: string | null;
  readonly sessions: readonly AccountSession[];
} | {
  readonly auth_url: string;
  readonly login_id: string;
};

/**
 * Account token usage daily bucket, in `GetAccountTokenUsageResponse`.
 *
 * @category Results
 */
export type AccountTokenUsageDailyBucket = {
  readonly startDate: string;
  readonly tokens: number;
};

/**
 * Account token usage summary, in `GetAccountTokenUsageResponse`.
 *
 * @category Results
 */
export type AccountTokenUsageSummary = {
  readonly currentStreakDays?: number | null;
  readonly lifetimeTokens?: number | null;
  readonly longestRunningTurnSec?: number | null;
  readonly longestStreakDays?: number | null;
  readonly peakDailyTokens?: number | null;
};

/**
 * Add credits nudge email status, in `SendAddCreditsNudgeEmailResponse`.
 *
 * @category Results
 */
export type AddCreditsNudgeEmailStatus = "sent" | "cooldown_active";

/**
 * Allow deny requirement, in `BrowserUseOriginPolicy`, `BrowserUseOriginPolicyConfig`, `ComputerUseConfig` and others.
 *
 * @category Results
 */
export type AllowDenyRequirement = "allow" | "deny";

/**
 * Analytics config, in `Config`.
 *
 * @category Results
 */
export type AnalyticsConfig = {
  readonly enabled?: boolean | null;
  readonly [key: string]: unknown;
};

/**
 * App summary, in `PluginDetail` and `PluginInstallResponse`.
 *
 * @category Results
 */
export type AppSummary = {
  readonly category?: string | null;
  readonly description?: string | null;
  readonly id: string;
  readonly installUrl?: string | null;
  readonly name: string;
};

/**
 * App template summary, in `PluginDetail`.
 *
 * @category Results
 */
export type AppTemplateSummary = {
  readonly canonicalConnectorId?: string | null;
  readonly category?: string | null;
  readonly description?: string | null;
  readonly logoUrl?: string | null;
  readonly logoUrlDark?: string | null;
  readonly materializedAppIds: readonly string[];
  readonly name: string;
  readonly reason?: AppTemplateUnavailableReason | null;
  readonly templateId: string;
};

/**
 * App template unavailable reason, in `AppTemplateSummary`.
 *
 * @category Results
 */
export type AppTemplateUnavailableReason = "NOT_CONFIGURED_FOR_WORKSPACE" | "NO_ACTIVE_WORKSPACE";

/**
 * App tool approval, in `AppsDefaultConfig`.
 *
 * @category Results
 */
export type AppToolApproval = "auto" | "prompt" | "writes" | "approve";

/**
 * App tool summary, in `ConnectorMetadata`.
 *
 * @category Results
 */
export type AppToolSummary = {
  readonly description: string;
  readonly disabledReason?: string | null;
  readonly isEnabled?: boolean;
  readonly isReadOnly?: boolean;
  readonly name: string;
  readonly title?: string | null;
};

/**
 * Application network requirements, in `ApplicationRequirements`.
 *
 * @category Results
 */
export type ApplicationNetworkRequirements = {
  readonly domains: { readonly [key: string]: NetworkDomainPermission };
  readonly enabled: boolean;
};

/**
 * Application requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type ApplicationRequirements = {
  readonly network?: ApplicationNetworkRequirements | null;
  readonly storage?: ApplicationStorageRequirements | null;
};

/**
 * Application storage requirements, in `ApplicationRequirements`.
 *
 * @category Results
 */
export type ApplicationStorageRequirements = {
  readonly defaultProjectParent?: LegacyAppPathString | null;
  readonly projectlessWorkspaceRoot?: LegacyAppPathString | null;
};

/**
 * Apps config, in `Config`.
 *
 * @category Results
 */
export type AppsConfig = {
  readonly _default?: AppsDefaultConfig | null;
};

/**
 * Apps default config, in `AppsConfig`.
 *
 * @category Results
 */
export type AppsDefaultConfig = {
  readonly approvals_reviewer?: ApprovalsReviewer | null;
  readonly default_tools_approval_mode?: AppToolApproval | null;
  readonly destructive_enabled?: boolean;
  readonly enabled?: boolean;
  readonly open_world_enabled?: boolean;
};

/**
 * Result of `app/installed`.
 *
 * @category Results
 */
export type AppsInstalledResponse = {
  readonly apps: readonly InstalledApp[];
};

/**
 * Result of `app/list`.
 *
 * @category Results
 */
export type AppsListResponse = {
  readonly data: readonly AppInfo[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `app/read`.
 *
 * @category Results
 */
export type AppsReadResponse = {
  readonly apps: readonly ConnectorMetadata[];
  readonly missingAppIds: readonly string[];
};

/**
 * Auto compact token limit scope, in `Config`.
 *
 * @category Results
 */
export type AutoCompactTokenLimitScope = "total" | "body_after_prefix";

/**
 * Auto review requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type AutoReviewRequirements = {
  readonly ignoreRules?: readonly string[] | null;
  readonly requiredOnModels?: readonly string[] | null;
};

/**
 * Aws credential type, in `BedrockEnvironmentCredential`.
 *
 * @experimental
 * @category Results
 */
export type AwsCredentialType = "accessKeys" | "bedrockApiKey";

/**
 * Bedrock aws profile, in `BedrockDiscoverResponse`.
 *
 * @experimental
 * @category Results
 */
export type BedrockAwsProfile = {
  readonly name: string;
  readonly region?: string | null;
};

/**
 * Result of `account/bedrock/checkGovCloudRequirements`.
 *
 * @experimental
 * @category Results
 */
export type BedrockCheckGovCloudRequirementsResponse = {
  readonly isGovCloud: boolean;
  readonly shouldWarn: boolean;
};

/**
 * Result of `account/bedrock/discover`.
 *
 * @experimental
 * @category Results
 */
export type BedrockDiscoverResponse = {
  readonly environmentCredentials: readonly BedrockEnvironmentCredential[];
  readonly profiles: readonly BedrockAwsProfile[];
};

/**
 * Bedrock environment credential, in `BedrockDiscoverResponse`.
 *
 * @experimental
 * @category Results
 */
export type BedrockEnvironmentCredential = {
  readonly type: AwsCredentialType;
  readonly region?: string | null;
};

/**
 * Result of `account/bedrock/setup`.
 *
 * @experimental
 * @category Results
 */
export type BedrockSetupResponse = {
  readonly [key: string]: unknown;
};

/**
 * Browser use access approval lifetime, in `BrowserUseOriginPolicy`.
 *
 * @category Results
 */
export type BrowserUseAccessApprovalLifetime = "turn" | "thread";

/**
 * Browser use config, in `Config`.
 *
 * @category Results
 */
export type BrowserUseConfig = {
  readonly allow_history_access?: boolean | null;
  readonly default_origin_policy?: BrowserUseOriginPolicyConfig | null;
  readonly origins?: { readonly [key: string]: BrowserUseOriginPolicyConfig } | null;
};

/**
 * Browser use extension requirements, in `BrowserUseRequirements`.
 *
 * @category Results
 */
export type BrowserUseExtensionRequirements = {
  readonly requestHeaders?: readonly RequestHeader[] | null;
};

/**
 * Browser use origin policy, in `BrowserUseRequirements`.
 *
 * @category Results
 */
export type BrowserUseOriginPolicy = {
  readonly access?: AllowDenyRequirement | null;
  readonly accessApprovalLifetime?: BrowserUseAccessApprovalLifetime | null;
  readonly autoReview?: AllowDenyRequirement | null;
  readonly downloads?: AllowDenyRequirement | null;
  readonly fullCdpAccess?: AllowDenyRequirement | null;
  readonly persistentApproval?: boolean | null;
  readonly uploads?: AllowDenyRequirement | null;
};

/**
 * Browser use origin policy config, in `BrowserUseConfig`.
 *
 * @category Results
 */
export type BrowserUseOriginPolicyConfig = {
  readonly access?: AllowDenyRequirement | null;
  readonly downloads?: AllowDenyRequirement | null;
  readonly full_cdp_access?: AllowDenyRequirement | null;
  readonly uploads?: AllowDenyRequirement | null;
};

/**
 * Browser use requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type BrowserUseRequirements = {
  readonly allowGlobalPersistentApproval?: boolean | null;
  readonly allowHistoryAccess?: boolean | null;
  readonly allowWebmcp?: boolean | null;
  readonly defaultOriginPolicy?: BrowserUseOriginPolicy | null;
  readonly disableAutoReview?: boolean | null;
  readonly extension?: BrowserUseExtensionRequirements | null;
  readonly origins?: { readonly [key: string]: BrowserUseOriginPolicy } | null;
};

/**
 * Result of `account/login/cancel`.
 *
 * @category Results
 */
export type CancelLoginAccountResponse = {
  readonly status: CancelLoginAccountStatus;
};

/**
 * Cancel login account status, in `CancelLoginAccountResponse`.
 *
 * @category Results
 */
export type CancelLoginAccountStatus = "canceled" | "notFound";

/**
 * Cli auth credentials store mode, in `ConfigRequirements`.
 *
 * @category Results
 */
export type CliAuthCredentialsStoreMode = "file" | "keyring" | "auto" | "ephemeral";

/**
 * Result of `collaborationMode/list`.
 *
 * @experimental
 * @category Results
 */
export type CollaborationModeListResponse = {
  readonly data: readonly CollaborationModeMask[];
};

/**
 * Collaboration mode mask, in `CollaborationModeListResponse`.
 *
 * @category Results
 */
export type CollaborationModeMask = {
  readonly mode?: ModeKind | null;
  readonly model?: string | null;
  readonly name: string;
  readonly reasoning_effort?: ReasoningEffort | null | null;
};

/**
 * Result of `command/exec/resize`.
 *
 * @category Results
 */
export type CommandExecResizeResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `command/exec`.
 *
 * @category Results
 */
export type CommandExecResponse = {
  readonly exitCode: number;
  readonly stderr: string;
  readonly stdout: string;
};

/**
 * Result of `command/exec/terminate`.
 *
 * @category Results
 */
export type CommandExecTerminateResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `command/exec/write`.
 *
 * @category Results
 */
export type CommandExecWriteResponse = {
  readonly [key: string]: unknown;
};

/**
 * Computer use config, in `Config`.
 *
 * @category Results
 */
export type ComputerUseConfig = {
  readonly default_app_access?: AllowDenyRequirement | null;
  readonly macos?: ComputerUseMacosConfig | null;
  readonly windows?: ComputerUseWindowsConfig | null;
};

/**
 * Computer use macos config, in `ComputerUseConfig`.
 *
 * @category Results
 */
export type ComputerUseMacosConfig = {
  readonly bundle_ids?: { readonly [key: string]: AllowDenyRequirement } | null;
};

/**
 * Computer use macos requirements, in `ComputerUseRequirements`.
 *
 * @category Results
 */
export type ComputerUseMacosRequirements = {
  readonly bundleIds?: { readonly [key: string]: AllowDenyRequirement } | null;
};

/**
 * Computer use requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type ComputerUseRequirements = {
  readonly allowLockedComputerUse?: boolean | null;
  readonly allowPersistentApproval?: boolean | null;
  readonly defaultAppAccess?: AllowDenyRequirement | null;
  readonly macos?: ComputerUseMacosRequirements | null;
  readonly windows?: ComputerUseWindowsRequirements | null;
};

/**
 * Computer use windows config, in `ComputerUseConfig`.
 *
 * @category Results
 */
export type ComputerUseWindowsConfig = {
  readonly aumids?: { readonly [key: string]: AllowDenyRequirement } | null;
  readonly exes?: readonly ComputerUseWindowsExeConfig[] | null;
};

/**
 * Computer use windows exe config, in `ComputerUseWindowsConfig`.
 *
 * @category Results
 */
export type ComputerUseWindowsExeConfig = {
  readonly access: AllowDenyRequirement;
  readonly binary_name?: string | null;
  readonly product_name: string;
  readonly publisher_name: string;
};

/**
 * Computer use windows exe requirement, in `ComputerUseWindowsRequirements`.
 *
 * @category Results
 */
export type ComputerUseWindowsExeRequirement = {
  readonly access: AllowDenyRequirement;
  readonly binaryName?: string | null;
  readonly productName: string;
  readonly publisherName: string;
};

/**
 * Computer use windows requirements, in `ComputerUseRequirements`.
 *
 * @category Results
 */
export type ComputerUseWindowsRequirements = {
  readonly aumids?: { readonly [key: string]: AllowDenyRequirement } | null;
  readonly exes?: readonly ComputerUseWindowsExeRequirement[] | null;
};

/**
 * Config, in `ConfigReadResponse`.
 *
 * @category Results
 */
export type Config = {
  readonly analytics?: AnalyticsConfig | null;
  readonly approval_policy?: AskForApproval | null;
  readonly approvals_reviewer?: ApprovalsReviewer | null;
  /** @experimental */
  readonly apps?: AppsConfig | null;
  readonly browser_use?: BrowserUseConfig | null;
  readonly client_search_provider?: WebSearchProvider | null;
  readonly compact_prompt?: string | null;
  readonly computer_use?: ComputerUseConfig | null;
  readonly desktop?: {
    readonly [key: string]: unknown;
  } | null;
  readonly developer_instructions?: string | null;
  readonly forced_chatgpt_workspace_id?: ForcedChatgptWorkspaceIds | null;
  readonly forced_login_method?: ForcedLoginMethod | null;
  readonly instructions?: string | null;
  readonly model?: string | null;
  readonly model_auto_compact_token_limit?: number | null;
  readonly model_auto_compact_token_limit_scope?: AutoCompactTokenLimitScope | null;
  readonly model_context_window?: number | null;
  readonly model_provider?: string | null;
  readonly model_reasoning_effort?: ReasoningEffort | null;
  readonly model_reasoning_summary?: ReasoningSummary | null;
  readonly model_verbosity?: Verbosity | null;
  readonly review_model?: string | null;
  readonly sandbox_mode?: SandboxMode | null;
  readonly sandbox_workspace_write?: SandboxWorkspaceWrite | null;
  readonly service_tier?: string | null;
  readonly tools?: ToolsV2 | null;
  readonly web_search?: WebSearchMode | null;
  readonly [key: string]: unknown;
};

/**
 * Config layer, in `ConfigReadResponse`.
 *
 * @category Results
 */
export type ConfigLayer = {
  readonly config: unknown;
  readonly disabledReason?: string | null;
  readonly name: ConfigLayerSource;
  readonly version: string;
};

/**
 * Config layer metadata, in `ConfigReadResponse` and `OverriddenMetadata`.
 *
 * @category Results
 */
export type ConfigLayerMetadata = {
  readonly name: ConfigLayerSource;
  readonly version: string;
};

/**
 * Config layer source, in `ConfigLayer` and `ConfigLayerMetadata`.
 *
 * @category Results
 */
export type ConfigLayerSource = {
  readonly type: "packagedDefaults";
  readonly file: AbsolutePathBuf;
} | {
  readonly type: "mdm";
  readonly domain: string;
  readonly key: string;
} | {
  readonly type: "system";
  readonly file: AbsolutePathBuf;
} | {
  readonly type: "enterpriseManaged";
  readonly id: string;
  readonly name: string;
} | {
  readonly type: "user";
  readonly file: AbsolutePathBuf;
  readonly profile?: string | null;
} | {
  readonly type: "project";
  readonly dotCodexFolder: AbsolutePathBuf;
} | {
  readonly type: "sessionFlags";
} | {
  readonly type: "legacyManagedConfigTomlFromFile";
  readonly file: AbsolutePathBuf;
} | {
  readonly type: "legacyManagedConfigTomlFromMdm";
};

/**
 * Result of `config/read`.
 *
 * @category Results
 */
export type ConfigReadResponse = {
  readonly config: Config;
  readonly layers?: readonly ConfigLayer[] | null;
  readonly origins: { readonly [key: string]: ConfigLayerMetadata };
};

/**
 * Config requirements, in `ConfigRequirementsReadResponse`.
 *
 * @category Results
 */
export type ConfigRequirements = {
  readonly additionalDeveloperInstructions?: string | null;
  readonly allowAppshots?: boolean | null;
  readonly allowBrowserAndComputerUse?: boolean | null;
  readonly allowLoginShell?: boolean | null;
  readonly allowManagedHooksOnly?: boolean | null;
  readonly allowRemoteControl?: boolean | null;
  readonly allowedApprovalPolicies?: readonly AskForApproval[] | null;
  /** @experimental */
  readonly allowedApprovalsReviewers?: readonly ApprovalsReviewer[] | null;
  readonly allowedLoginMethods?: readonly ForcedLoginMethod[] | null;
  readonly allowedPermissionProfiles?: { readonly [key: string]: boolean } | null;
  readonly allowedSandboxModes?: readonly SandboxMode[] | null;
  readonly allowedWebSearchModes?: readonly WebSearchMode[] | null;
  readonly allowedWindowsSandboxImplementations?: readonly WindowsSandboxImplementation[] | null;
  /** @experimental */
  readonly application?: ApplicationRequirements | null;
  readonly autoReview?: AutoReviewRequirements | null;
  readonly browserUse?: BrowserUseRequirements | null;
  readonly chatgptBaseUrl?: string | null;
  readonly checkForUpdateOnStartup?: boolean | null;
  readonly cliAuthCredentialsStore?: CliAuthCredentialsStoreMode | null;
  readonly computerUse?: ComputerUseRequirements | null;
  readonly defaultPermissions?: string | null;
  readonly enforceResidency?: ResidencyRequirement | null;
  readonly featureRequirements?: { readonly [key: string]: boolean } | null;
  readonly feedback?: FeedbackRequirements | null;
  /** @experimental */
  readonly hooks?: ManagedHooksRequirements | null;
  readonly inAppBrowser?: InAppBrowserRequirements | null;
  readonly logDir?: string | null;
  readonly modelCatalogJson?: string | null;
  readonly modelProvider?: string | null;
  readonly modelProviders?: {
    readonly [key: string]: unknown;
  } | null;
  readonly models?: ModelsRequirements | null;
  /** @experimental */
  readonly network?: NetworkRequirements | null;
  readonly otel?: OtelRequirements | null;
  readonly sqliteHome?: string | null;
};

/**
 * Result of `configRequirements/read`.
 *
 * @category Results
 */
export type ConfigRequirementsReadResponse = {
  readonly requirements?: ConfigRequirements | null;
  readonly supportsIndependentSpeedModes?: boolean | null;
};

/**
 * Result of `modelProvider/default/set`, `config/value/write`, `config/batchWrite`.
 *
 * @category Results
 */
export type ConfigWriteResponse = {
  readonly filePath: AbsolutePathBuf;
  readonly overriddenMetadata?: OverriddenMetadata | null;
  readonly status: WriteStatus;
  readonly version: string;
};

/**
 * Configured hook handler, in `ConfiguredHookMatcherGroup`.
 *
 * @category Results
 */
export type ConfiguredHookHandler = {
  readonly type: "command";
  readonly additionalContextLimit?: number | null;
  readonly async: boolean;
  readonly command: string;
  readonly commandWindows?: string | null;
  readonly statusMessage?: string | null;
  readonly timeoutSec?: number | null;
} | {
  readonly type: "mcp_tool";
  readonly input: {
    readonly [key: string]: unknown;
  };
  readonly server: string;
  readonly statusMessage?: string | null;
  readonly timeoutSec?: number | null;
  readonly tool: string;
} | {
  readonly type: "prompt";
} | {
  readonly type: "agent";
};

/**
 * Configured hook matcher group, in `ManagedHooksRequirements`.
 *
 * @category Results
 */
export type ConfiguredHookMatcherGroup = {
  readonly hooks: readonly ConfiguredHookHandler[];
  readonly matcher?: string | null;
};

/**
 * Connector metadata, in `AppsReadResponse`.
 *
 * @category Results
 */
export type ConnectorMetadata = {
  readonly description?: string | null;
  readonly distributionChannel?: string | null;
  readonly iconUrl?: string | null;
  readonly iconUrlDark?: string | null;
  readonly id: string;
  readonly installUrl?: string | null;
  readonly name: string;
  readonly pluginDisplayNames?: readonly string[];
  readonly toolSummaries?: readonly AppToolSummary[] | null;
};

/**
 * Consume account rate limit reset credit outcome, in `ConsumeAccountRateLimitResetCreditResponse`.
 *
 * @category Results
 */
export type ConsumeAccountRateLimitResetCreditOutcome =
  | "reset"
  | "nothingToReset"
  | "noCredit"
  | "alreadyRedeemed";

/**
 * Result of `account/rateLimitResetCredit/consume`.
 *
 * @category Results
 */
export type ConsumeAccountRateLimitResetCreditResponse = {
  readonly outcome: ConsumeAccountRateLimitResetCreditOutcome;
};

/**
 * Result of `environment/add`.
 *
 * @experimental
 * @category Results
 */
export type EnvironmentAddResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `environment/info`.
 *
 * @experimental
 * @category Results
 */
export type EnvironmentInfoResponse = {
  readonly cwd?: PathUri | null;
  readonly shell: EnvironmentShellInfo;
};

/**
 * Environment shell info, in `EnvironmentInfoResponse`.
 *
 * @experimental
 * @category Results
 */
export type EnvironmentShellInfo = {
  readonly name: string;
  readonly path: string;
};

/**
 * Environment status kind, in `EnvironmentStatusResponse`.
 *
 * @experimental
 * @category Results
 */
export type EnvironmentStatusKind = "ready" | "pending" | "disconnected" | "unknown";

/**
 * Result of `environment/status`.
 *
 * @experimental
 * @category Results
 */
export type EnvironmentStatusResponse = {
  readonly error?: string | null;
  readonly status: EnvironmentStatusKind;
};

/**
 * Experimental feature, in `ExperimentalFeatureListResponse`.
 *
 * @category Results
 */
export type ExperimentalFeature = {
  readonly announcement?: string | null;
  readonly defaultEnabled: boolean;
  readonly description?: string | null;
  readonly displayName?: string | null;
  readonly enabled: boolean;
  readonly name: string;
  readonly stage: ExperimentalFeatureStage;
};

/**
 * Result of `experimentalFeature/enablement/set`.
 *
 * @category Results
 */
export type ExperimentalFeatureEnablementSetResponse = {
  readonly enablement: { readonly [key: string]: boolean };
};

/**
 * Result of `experimentalFeature/list`.
 *
 * @category Results
 */
export type ExperimentalFeatureListResponse = {
  readonly data: readonly ExperimentalFeature[];
  readonly nextCursor?: string | null;
};

/**
 * Experimental feature stage, in `ExperimentalFeature`.
 *
 * @category Results
 */
export type ExperimentalFeatureStage =
  | "beta"
  | "underDevelopment"
  | "stable"
  | "deprecated"
  | "removed";

/**
 * Result of `externalAgentConfig/detect`.
 *
 * @category Results
 */
export type ExternalAgentConfigDetectResponse = {
  readonly connectors?: readonly ExternalAgentDetectedConnectorCandidate[];
  readonly items: readonly ExternalAgentConfigMigrationItem[];
};

/**
 * Result of `externalAgentConfig/import/readHistories`.
 *
 * @category Results
 */
export type ExternalAgentConfigImportHistoriesReadResponse = {
  readonly connectors: readonly ExternalAgentImportedConnectorCandidate[];
  readonly data: readonly ExternalAgentConfigImportHistory[];
};

/**
 * External agent config import history, in `ExternalAgentConfigImportHistoriesReadResponse`.
 *
 * @category Results
 */
export type ExternalAgentConfigImportHistory = {
  readonly completedAtMs: number;
  readonly failures: readonly ExternalAgentConfigImportItemTypeFailure[];
  readonly importId: string;
  readonly providerId?: string | null;
  readonly successes: readonly ExternalAgentConfigImportItemTypeSuccess[];
};

/**
 * Result of `externalAgentConfig/import/recordHistory`.
 *
 * @category Results
 */
export type ExternalAgentConfigImportHistoryRecordResponse = {
  readonly importId: string;
};

/**
 * Result of `externalAgentConfig/import`.
 *
 * @category Results
 */
export type ExternalAgentConfigImportResponse = {
  readonly importId: string;
};

/**
 * External agent detected connector candidate, in `ExternalAgentConfigDetectResponse`.
 *
 * @category Results
 */
export type ExternalAgentDetectedConnectorCandidate = {
  readonly name: string;
  readonly sessionCount: number;
  readonly source: ExternalAgentDetectedConnectorSource;
};

/**
 * External agent detected connector source, in `ExternalAgentDetectedConnectorCandidate`.
 *
 * @category Results
 */
export type ExternalAgentDetectedConnectorSource = "remoteMcpServersConfig" | "sessionToolUse";

/**
 * External agent imported connector candidate, in `ExternalAgentConfigImportHistoriesReadResponse`.
 *
 * @category Results
 */
export type ExternalAgentImportedConnectorCandidate = {
  readonly name: string;
  readonly sessionCount: number;
  readonly source: ExternalAgentImportedConnectorSource;
};

/**
 * External agent imported connector source, in `ExternalAgentImportedConnectorCandidate`.
 *
 * @category Results
 */
export type ExternalAgentImportedConnectorSource = "remoteMcpServersConfig";

/**
 * Feedback requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type FeedbackRequirements = {
  readonly enabled?: boolean | null;
};

/**
 * Result of `feedback/save`.
 *
 * @category Results
 */
export type FeedbackSaveResponse = {
  readonly promptHash?: string | null;
  readonly savedPath: LegacyAppPathString;
  readonly threadId: string;
};

/**
 * Result of `feedback/upload`.
 *
 * @category Results
 */
export type FeedbackUploadResponse = {
  readonly promptHash?: string | null;
  readonly threadId: string;
};

/**
 * Forced chatgpt workspace ids, in `Config`.
 *
 * @category Results
 */
export type ForcedChatgptWorkspaceIds = string | readonly string[];

/**
 * Forced login method, in `Config` and `ConfigRequirements`.
 *
 * @category Results
 */
export type ForcedLoginMethod = "chatgpt" | "api";

/**
 * Result of `fs/copy`.
 *
 * @category Results
 */
export type FsCopyResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `fs/createDirectory`.
 *
 * @category Results
 */
export type FsCreateDirectoryResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `fs/getMetadata`.
 *
 * @category Results
 */
export type FsGetMetadataResponse = {
  readonly createdAtMs: number;
  readonly isDirectory: boolean;
  readonly isFile: boolean;
  readonly isSymlink: boolean;
  readonly modifiedAtMs: number;
};

/**
 * Fs read directory entry, in `FsReadDirectoryResponse`.
 *
 * @category Results
 */
export type FsReadDirectoryEntry = {
  readonly fileName: string;
  readonly isDirectory: boolean;
  readonly isFile: boolean;
};

/**
 * Result of `fs/readDirectory`.
 *
 * @category Results
 */
export type FsReadDirectoryResponse = {
  readonly entries: readonly FsReadDirectoryEntry[];
};

/**
 * Result of `fs/readFile`.
 *
 * @category Results
 */
export type FsReadFileResponse = {
  readonly dataBase64: string;
};

/**
 * Result of `fs/remove`.
 *
 * @category Results
 */
export type FsRemoveResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `fs/unwatch`.
 *
 * @category Results
 */
export type FsUnwatchResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `fs/watch`.
 *
 * @category Results
 */
export type FsWatchResponse = {
  readonly path: AbsolutePathBuf;
};

/**
 * Result of `fs/writeFile`.
 *
 * @category Results
 */
export type FsWriteFileResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `fuzzyFileSearch`.
 *
 * @category Results
 */
export type FuzzyFileSearchResponse = {
  readonly files: readonly FuzzyFileSearchResult[];
};

/**
 * Result of `fuzzyFileSearch/sessionStart`.
 *
 * @experimental
 * @category Results
 */
export type FuzzyFileSearchSessionStartResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `fuzzyFileSearch/sessionStop`.
 *
 * @experimental
 * @category Results
 */
export type FuzzyFileSearchSessionStopResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `fuzzyFileSearch/sessionUpdate`.
 *
 * @experimental
 * @category Results
 */
export type FuzzyFileSearchSessionUpdateResponse = {
  readonly [key: string]: unknown;
};

/**
 * Gateway auth, in `ProviderSettings`.
 *
 * @category Results
 */
export type GatewayAuth = {
  readonly mode: "none";
} | {
  readonly mode: "environmentVariable";
  readonly envKey: string;
} | {
  readonly mode: "externallyConfigured";
  readonly envKey?: string | null;
};

/**
 * Result of `account/gatewayOAuth/cancel`.
 *
 * @category Results
 */
export type GatewayOAuthCancelResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `account/gatewayOAuth/login`.
 *
 * @category Results
 */
export type GatewayOAuthLoginResponse = {
  readonly prompt?: GatewayOAuthPrompt | null;
};

/**
 * Gateway oauth prompt, in `GatewayOAuthLoginResponse`.
 *
 * @category Results
 */
export type GatewayOAuthPrompt = {
  readonly loginId: string;
  readonly userCode: string;
  readonly verificationUrl: string;
};

/**
 * Result of `account/gatewayOAuth/read`.
 *
 * @category Results
 */
export type GatewayOAuthReadResponse = {
  readonly error?: string | null;
  readonly providerId: string;
  readonly providerName: string;
  readonly required: boolean;
  readonly status?: GatewayOAuthStatus | null;
  readonly supportsDeviceAuth?: boolean;
};

/**
 * Result of `account/gcp/setup`.
 *
 * @experimental
 * @category Results
 */
export type GcpSetupResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `account/rateLimits/read`.
 *
 * @category Results
 */
export type GetAccountRateLimitsResponse = {
  readonly accountId?: string | null;
  readonly ordinaryUsageAllowed?: boolean | null;
  readonly rateLimitResetCredits?: RateLimitResetCreditsSummary | null;
  readonly rateLimitUpsell?: unknown;
  readonly rateLimits: RateLimitSnapshot;
  readonly rateLimitsByLimitId?: { readonly [key: string]: RateLimitSnapshot } | null;
};

/**
 * Result of `account/read`.
 *
 * @category Results
 */
export type GetAccountResponse = {
  readonly account?: Account | null;
  readonly requiresOpenaiAuth: boolean;
  readonly userId?: string | null;
  /** @experimental */
  readonly workspaceRouting?: WorkspaceRouting | null;
};

/**
 * Result of `account/securitySetup/read`.
 *
 * @category Results
 */
export type GetAccountSecuritySetupResponse = {
  readonly notice?: AccountSecuritySetupNotice | null;
};

/**
 * Result of `account/usage/read`.
 *
 * @category Results
 */
export type GetAccountTokenUsageResponse = {
  readonly dailyUsageBuckets?: readonly AccountTokenUsageDailyBucket[] | null;
  readonly summary: AccountTokenUsageSummary;
  readonly threadUsage?: ThreadUsage | null;
};

/**
 * Result of `account/workspaceMessages/read`.
 *
 * @category Results
 */
export type GetWorkspaceMessagesResponse = {
  readonly featureEnabled: boolean;
  readonly messages: readonly WorkspaceMessage[];
};

/**
 * Guardian assessment outcome, in `ThreadGuardianAssessment`.
 *
 * @experimental
 * @category Results
 */
export type GuardianAssessmentOutcome = "allow" | "deny";

/**
 * Hook error info, in `HooksListEntry`.
 *
 * @category Results
 */
export type HookErrorInfo = {
  readonly message: string;
  readonly path: string;
};

/**
 * Hook metadata, in `HooksListEntry`.
 *
 * @category Results
 */
export type HookMetadata = {
  readonly additionalContextLimit?: number | null;
  readonly currentHash: string;
  readonly displayOrder: number;
  readonly enabled: boolean;
  readonly environmentId?: string | null;
  readonly eventName: HookEventName;
  readonly isManaged: boolean;
  readonly key: string;
  readonly matcher?: string | null;
  readonly pluginId?: string | null;
  readonly source: HookSource;
  readonly sourcePath: AbsolutePathBuf;
  readonly statusMessage?: string | null;
  readonly timeoutSec: number;
  readonly trustStatus: HookTrustStatus;
  readonly async?: boolean;
  readonly command: string;
  readonly handlerType: "command";
} | {
  readonly additionalContextLimit?: number | null;
  readonly currentHash: string;
  readonly displayOrder: number;
  readonly enabled: boolean;
  readonly environmentId?: string | null;
  readonly eventName: HookEventName;
  readonly isManaged: boolean;
  readonly key: string;
  readonly matcher?: string | null;
  readonly pluginId?: string | null;
  readonly source: HookSource;
  readonly sourcePath: AbsolutePathBuf;
  readonly statusMessage?: string | null;
  readonly timeoutSec: number;
  readonly trustStatus: HookTrustStatus;
  readonly handlerType: "mcpTool";
  readonly server: string;
  readonly tool: string;
} | {
  readonly additionalContextLimit?: number | null;
  readonly currentHash: string;
  readonly displayOrder: number;
  readonly enabled: boolean;
  readonly environmentId?: string | null;
  readonly eventName: HookEventName;
  readonly isManaged: boolean;
  readonly key: string;
  readonly matcher?: string | null;
  readonly pluginId?: string | null;
  readonly source: HookSource;
  readonly sourcePath: AbsolutePathBuf;
  readonly statusMessage?: string | null;
  readonly timeoutSec: number;
  readonly trustStatus: HookTrustStatus;
  readonly handlerType: "prompt";
} | {
  readonly additionalContextLimit?: number | null;
  readonly currentHash: string;
  readonly displayOrder: number;
  readonly enabled: boolean;
  readonly environmentId?: string | null;
  readonly eventName: HookEventName;
  readonly isManaged: boolean;
  readonly key: string;
  readonly matcher?: string | null;
  readonly pluginId?: string | null;
  readonly source: HookSource;
  readonly sourcePath: AbsolutePathBuf;
  readonly statusMessage?: string | null;
  readonly timeoutSec: number;
  readonly trustStatus: HookTrustStatus;
  readonly handlerType: "agent";
};

/**
 * Hook trust status, in `HookMetadata`.
 *
 * @category Results
 */
export type HookTrustStatus = "managed" | "untrusted" | "trusted" | "modified";

/**
 * Hooks list entry, in `HooksListResponse`.
 *
 * @category Results
 */
export type HooksListEntry = {
  readonly cwd: string;
  readonly errors: readonly HookErrorInfo[];
  readonly hooks: readonly HookMetadata[];
  readonly warnings: readonly string[];
};

/**
 * Result of `hooks/list`.
 *
 * @category Results
 */
export type HooksListResponse = {
  readonly data: readonly HooksListEntry[];
};

/**
 * In app browser requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type InAppBrowserRequirements = {
  readonly allowExternalBrowserSettingsImport?: boolean | null;
};

/**
 * Result of `initialize`.
 *
 * @category Results
 */
export type InitializeResponse = {
  readonly codexHome: AbsolutePathBuf;
  readonly platformFamily: string;
  readonly platformOs: string;
  readonly userAgent: string;
};

/**
 * Input modality, in `Model`.
 *
 * @category Results
 */
export type InputModality = "text" | "image" | "audio";

/**
 * Installed app, in `AppsInstalledResponse`.
 *
 * @category Results
 */
export type InstalledApp = {
  readonly callable: boolean;
  readonly enabled: boolean;
  readonly id: string;
  readonly runtimeName?: string | null;
};

/**
 * Result of `mcpServerStatus/list`.
 *
 * @category Results
 */
export type ListMcpServerStatusResponse = {
  readonly data: readonly McpServerStatus[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `account/login/start`.
 *
 * @category Results
 */
export type LoginAccountResponse = {
  readonly type: "apiKey";
} | {
  readonly type: "chatgpt";
  readonly authUrl: string;
  readonly loginId: string;
} | {
  readonly type: "chatgptDeviceCode";
  readonly loginId: string;
  readonly userCode: string;
  readonly verificationUrl: string;
} | {
  readonly type: "chatgptAuthTokens";
} | {
  readonly type: "amazonBedrock";
};

/**
 * Result of `account/logout`.
 *
 * @category Results
 */
export type LogoutAccountResponse = {
  readonly [key: string]: unknown;
};

/**
 * Managed hooks requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type ManagedHooksRequirements = {
  readonly Interrupt?: readonly ConfiguredHookMatcherGroup[];
  readonly PermissionRequest: readonly ConfiguredHookMatcherGroup[];
  readonly PostCompact: readonly ConfiguredHookMatcherGroup[];
  readonly PostModelRequest?: readonly ConfiguredHookMatcherGroup[];
  readonly PostToolUse: readonly ConfiguredHookMatcherGroup[];
  readonly PreCompact: readonly ConfiguredHookMatcherGroup[];
  readonly PreModelRequest?: readonly ConfiguredHookMatcherGroup[];
  readonly PreToolUse: readonly ConfiguredHookMatcherGroup[];
  readonly SessionEnd?: readonly ConfiguredHookMatcherGroup[];
  readonly SessionStart: readonly ConfiguredHookMatcherGroup[];
  readonly Stop: readonly ConfiguredHookMatcherGroup[];
  readonly SubagentStart: readonly ConfiguredHookMatcherGroup[];
  readonly SubagentStop: readonly ConfiguredHookMatcherGroup[];
  readonly UserPromptSubmit: readonly ConfiguredHookMatcherGroup[];
  readonly managedDir?: string | null;
  readonly windowsManagedDir?: string | null;
};

/**
 * Result of `marketplace/add`.
 *
 * @category Results
 */
export type MarketplaceAddResponse = {
  readonly alreadyAdded: boolean;
  readonly installedRoot: AbsolutePathBuf;
  readonly marketplaceName: string;
};

/**
 * Marketplace interface, in `PluginMarketplaceEntry`.
 *
 * @category Results
 */
export type MarketplaceInterface = {
  readonly displayName?: string | null;
};

/**
 * Marketplace load error info, in `PluginInstalledResponse` and `PluginListResponse`.
 *
 * @category Results
 */
export type MarketplaceLoadErrorInfo = {
  readonly marketplacePath: AbsolutePathBuf;
  readonly message: string;
};

/**
 * Result of `marketplace/remove`.
 *
 * @category Results
 */
export type MarketplaceRemoveResponse = {
  readonly installedRoot?: AbsolutePathBuf | null;
  readonly marketplaceName: string;
};

/**
 * Marketplace upgrade error info, in `MarketplaceUpgradeResponse`.
 *
 * @category Results
 */
export type MarketplaceUpgradeErrorInfo = {
  readonly marketplaceName: string;
  readonly message: string;
};

/**
 * Result of `marketplace/upgrade`.
 *
 * @category Results
 */
export type MarketplaceUpgradeResponse = {
  readonly errors: readonly MarketplaceUpgradeErrorInfo[];
  readonly selectedMarketplaces: readonly string[];
  readonly upgradedRoots: readonly AbsolutePathBuf[];
};

/**
 * Mcp auth status, in `McpServerStatus`.
 *
 * @category Results
 */
export type McpAuthStatus = "unknown" | "unsupported" | "notLoggedIn" | "bearerToken" | "oAuth";

/**
 * Result of `mcpServer/resource/read`.
 *
 * @category Results
 */
export type McpResourceReadResponse = {
  readonly contents: readonly ResourceContent[];
  readonly originCallId?: string | null;
};

/**
 * Mcp server connection status, in `McpServerStatus`.
 *
 * @category Results
 */
export type McpServerConnectionStatus =
  | "notStarted"
  | "starting"
  | "connected"
  | "authenticationRequired"
  | "failed"
  | "cancelled"
  | "disabled";

/**
 * Result of `mcpServer/event/stream/start`.
 *
 * @experimental
 * @category Results
 */
export type McpServerEventStreamStartResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `mcpServer/event/stream/stop`.
 *
 * @experimental
 * @category Results
 */
export type McpServerEventStreamStopResponse = {
  readonly [key: string]: unknown;
};

/**
 * Mcp server info, in `McpServerStatus`.
 *
 * @category Results
 */
export type McpServerInfo = {
  readonly description?: string | null;
  readonly icons?: readonly unknown[] | null;
  readonly name: string;
  readonly title?: string | null;
  readonly version: string;
  readonly websiteUrl?: string | null;
};

/**
 * Result of `mcpServer/oauth/login`.
 *
 * @category Results
 */
export type McpServerOauthLoginResponse = {
  readonly authorizationUrl: string;
  readonly loginId?: string | null;
};

/**
 * Result of `config/mcpServer/reload`.
 *
 * @category Results
 */
export type McpServerRefreshResponse = {
  readonly [key: string]: unknown;
};

/**
 * Mcp server status, in `ListMcpServerStatusResponse`.
 *
 * @category Results
 */
export type McpServerStatus = {
  readonly authStatus: McpAuthStatus;
  readonly environmentId?: string | null;
  readonly httpOrigin?: string | null;
  readonly name: string;
  readonly pluginId?: string | null;
  readonly resourceTemplates: readonly ResourceTemplate[];
  readonly resources: readonly Resource[];
  readonly runtimeStatus?: McpServerConnectionStatus | null;
  readonly serverCapabilities?: unknown;
  readonly serverInfo?: McpServerInfo | null;
  readonly toolListMeta?: unknown;
  readonly tools: { readonly [key: string]: Tool };
  readonly toolsError?: string | null;
};

/**
 * Result of `mcpServer/tool/call`.
 *
 * @category Results
 */
export type McpServerToolCallResponse = {
  readonly _meta?: unknown;
  readonly content: readonly unknown[];
  readonly isError?: boolean | null;
  readonly structuredContent?: unknown;
};

/**
 * Result of `memory/reset`.
 *
 * @experimental
 * @category Results
 */
export type MemoryResetResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `memory/status`.
 *
 * @experimental
 * @category Results
 */
export type MemoryStatusResponse = {
  readonly v2ConsolidatedThreads: number;
  readonly v2Ready: boolean;
};

/**
 * Result of `mock/experimentalMethod`.
 *
 * @experimental
 * @category Results
 */
export type MockExperimentalMethodResponse = {
  readonly echoed?: string | null;
};

/**
 * Model, in `ModelListResponse`.
 *
 * @category Results
 */
export type Model = {
  readonly additionalSpeedTiers?: readonly string[];
  readonly availabilityNux?: ModelAvailabilityNux | null;
  readonly availableAccessPrograms?: ModelAccessPrograms | null;
  readonly defaultReasoningEffort: ReasoningEffort;
  readonly defaultServiceTier?: string | null;
  readonly description: string;
  readonly displayName: string;
  readonly hidden: boolean;
  readonly id: string;
  readonly inputModalities?: readonly InputModality[];
  readonly isDefault: boolean;
  readonly model: string;
  readonly modelSpecialty?: string | null;
  readonly multiAgentVersion?: MultiAgentVersion | null;
  readonly serviceTiers?: readonly ModelServiceTier[];
  readonly supportedReasoningEfforts: readonly ReasoningEffortOption[];
  readonly supportsPersonality?: boolean;
  readonly upgrade?: string | null;
  readonly upgradeInfo?: ModelUpgradeInfo | null;
};

/**
 * Model access programs, in `Model`.
 *
 * @category Results
 */
export type ModelAccessPrograms = {
  readonly cyber: readonly CyberAccessProgram[];
};

/**
 * Model availability nux, in `Model`.
 *
 * @category Results
 */
export type ModelAvailabilityNux = {
  readonly message: string;
};

/**
 * Result of `model/list`.
 *
 * @category Results
 */
export type ModelListResponse = {
  readonly data: readonly Model[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `modelProvider/capabilities/read`.
 *
 * @category Results
 */
export type ModelProviderCapabilitiesReadResponse = {
  readonly imageGeneration: boolean;
  readonly webSearch: boolean;
};

/**
 * Result of `modelProvider/config/write`.
 *
 * @category Results
 */
export type ModelProviderConfigWriteResponse = {
  readonly provider: ModelProviderSummary;
};

/**
 * Result of `modelProvider/list`.
 *
 * @category Results
 */
export type ModelProviderListResponse = {
  readonly canChangeDefault: boolean;
  readonly data: readonly ModelProviderSummary[];
  readonly defaultProviderId: string;
};

/**
 * Model provider summary, in `ModelProviderConfigWriteResponse` and `ModelProviderListResponse`.
 *
 * @category Results
 */
export type ModelProviderSummary = {
  readonly baseUrl?: string | null;
  readonly canEdit: boolean;
  readonly id: string;
  readonly name: string;
  readonly settings: ProviderSettings;
};

/**
 * Model service tier, in `Model`.
 *
 * @category Results
 */
export type ModelServiceTier = {
  readonly description: string;
  readonly id: string;
  readonly name: string;
};

/**
 * Model upgrade info, in `Model`.
 *
 * @category Results
 */
export type ModelUpgradeInfo = {
  readonly migrationMarkdown?: string | null;
  readonly model: string;
  readonly modelLink?: string | null;
  readonly retirementAt?: number | null;
  readonly upgradeCopy?: string | null;
};

/**
 * Models requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type ModelsRequirements = {
  readonly newThread?: NewThreadModelDefaults | null;
};

/**
 * Multi agent version, in `Model`.
 *
 * @category Results
 */
export type MultiAgentVersion = "disabled" | "v1" | "v2";

/**
 * Network domain permission, in `ApplicationNetworkRequirements` and `NetworkRequirements`.
 *
 * @category Results
 */
export type NetworkDomainPermission = "allow" | "deny";

/**
 * Network requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type NetworkRequirements = {
  readonly allowLocalBinding?: boolean | null;
  readonly allowUnixSockets?: readonly string[] | null;
  readonly allowUpstreamProxy?: boolean | null;
  readonly allowedDomains?: readonly string[] | null;
  readonly dangerouslyAllowAllUnixSockets?: boolean | null;
  readonly dangerouslyAllowNonLoopbackProxy?: boolean | null;
  readonly deniedDomains?: readonly string[] | null;
  readonly domains?: { readonly [key: string]: NetworkDomainPermission } | null;
  readonly enabled?: boolean | null;
  readonly httpPort?: number | null;
  readonly managedAllowedDomainsOnly?: boolean | null;
  readonly reviewDomains?: readonly string[] | null;
  readonly socksPort?: number | null;
  readonly unixSockets?: { readonly [key: string]: NetworkUnixSocketPermission } | null;
};

/**
 * Network unix socket permission, in `NetworkRequirements`.
 *
 * @category Results
 */
export type NetworkUnixSocketPermission = "allow" | "deny";

/**
 * New thread model defaults, in `ModelsRequirements`.
 *
 * @category Results
 */
export type NewThreadModelDefaults = {
  readonly model?: string | null;
  readonly modelReasoningEffort?: ReasoningEffort | null;
  readonly serviceTier?: string | null;
};

/**
 * Otel exporter, in `OtelRequirements`.
 *
 * @category Results
 */
export type OtelExporter = "none" | "statsig" | {
  readonly "otlp-http": {
    readonly endpoint: string;
    readonly headers: { readonly [key: string]: string };
    readonly protocol: OtelHttpProtocol;
    readonly tls?: OtelTlsConfig | null;
  };
} | {
  readonly "otlp-grpc": {
    readonly endpoint: string;
    readonly headers: { readonly [key: string]: string };
    readonly tls?: OtelTlsConfig | null;
  };
};

/**
 * Otel http protocol, in `OtelExporter`.
 *
 * @category Results
 */
export type OtelHttpProtocol = "binary" | "json";

/**
 * Otel requirements, in `ConfigRequirements`.
 *
 * @category Results
 */
export type OtelRequirements = {
  readonly environment?: string | null;
  readonly exporter?: OtelExporter | null;
  readonly headers_helper?: string | null;
  readonly headers_helper_refresh_interval_ms?: number | null;
  readonly log_agent_responses?: boolean | null;
  readonly log_guardian_assessments?: boolean | null;
  readonly log_sse_deltas?: boolean | null;
  readonly log_user_prompt?: boolean | null;
  readonly metrics_exporter?: OtelExporter | null;
  readonly span_attributes?: { readonly [key: string]: string } | null;
  readonly tool_result?: OtelToolResultLogConfig | null;
  readonly trace_exporter?: OtelExporter | null;
  readonly tracestate?: { readonly [key: string]: { readonly [key: string]: string } } | null;
};

/**
 * Otel tls config, in `OtelExporter`.
 *
 * @category Results
 */
export type OtelTlsConfig = {
  readonly "ca-certificate"?: string | null;
  readonly "client-certificate"?: string | null;
  readonly "client-private-key"?: string | null;
};

/**
 * Otel tool result log config, in `OtelRequirements`.
 *
 * @category Results
 */
export type OtelToolResultLogConfig = {
  readonly max_bytes: number;
};

/**
 * Overridden metadata, in `ConfigWriteResponse`.
 *
 * @category Results
 */
export type OverriddenMetadata = {
  readonly effectiveValue: unknown;
  readonly message: string;
  readonly overridingLayer: ConfigLayerMetadata;
};

/**
 * Path uri, in `EnvironmentInfoResponse`.
 *
 * @category Results
 */
export type PathUri = string;

/**
 * Result of `permissionProfile/list`.
 *
 * @category Results
 */
export type PermissionProfileListResponse = {
  readonly data: readonly PermissionProfileSummary[];
  readonly nextCursor?: string | null;
};

/**
 * Permission profile summary, in `PermissionProfileListResponse`.
 *
 * @category Results
 */
export type PermissionProfileSummary = {
  readonly allowed: boolean;
  readonly description?: string | null;
  readonly id: string;
};

/**
 * Plugin auth policy, in `PluginInstallResponse` and `PluginSummary`.
 *
 * @category Results
 */
export type PluginAuthPolicy = "ON_INSTALL" | "ON_USE";

/**
 * Plugin availability, in `PluginSummary`.
 *
 * @category Results
 */
export type PluginAvailability = "DISABLED_BY_ADMIN" | "AVAILABLE";

/**
 * Plugin detail, in `PluginReadResponse`.
 *
 * @category Results
 */
export type PluginDetail = {
  readonly appTemplates: readonly AppTemplateSummary[];
  readonly apps: readonly AppSummary[];
  readonly description?: string | null;
  readonly hooks: readonly PluginHookSummary[];
  readonly marketplaceName: string;
  readonly marketplacePath?: AbsolutePathBuf | null;
  readonly mcpServers: readonly string[];
  readonly onboardingSkill?: SkillSummary | null;
  readonly scheduledTasks?: readonly ScheduledTaskSummary[] | null;
  readonly shareUrl?: string | null;
  readonly skills: readonly SkillSummary[];
  readonly summary: PluginSummary;
};

/**
 * Plugin disabled reason, in `PluginSummary`.
 *
 * @category Results
 */
export type PluginDisabledReason =
  | "disabled_by_admin"
  | "plan_not_eligible"
  | "required_app_unavailable"
  | "unknown";

/**
 * Plugin hook summary, in `PluginDetail`.
 *
 * @category Results
 */
export type PluginHookSummary = {
  readonly eventName: HookEventName;
  readonly key: string;
};

/**
 * Plugin install policy, in `PluginSummary`.
 *
 * @category Results
 */
export type PluginInstallPolicy = "NOT_AVAILABLE" | "AVAILABLE" | "INSTALLED_BY_DEFAULT";

/**
 * Plugin install policy source, in `PluginSummary`.
 *
 * @category Results
 */
export type PluginInstallPolicySource = "WORKSPACE_SETTING" | "IMPLICIT_CANONICAL_APP";

/**
 * Result of `plugin/install`.
 *
 * @category Results
 */
export type PluginInstallResponse = {
  readonly appsNeedingAuth: readonly AppSummary[];
  readonly authPolicy: PluginAuthPolicy;
};

/**
 * Result of `plugin/installed`.
 *
 * @category Results
 */
export type PluginInstalledResponse = {
  readonly marketplaceLoadErrors?: readonly MarketplaceLoadErrorInfo[];
  readonly marketplaces: readonly PluginMarketplaceEntry[];
};

/**
 * Plugin interface, in `PluginSummary`.
 *
 * @category Results
 */
export type PluginInterface = {
  readonly brandColor?: string | null;
  readonly capabilities: readonly string[];
  readonly category?: string | null;
  readonly composerIcon?: AbsolutePathBuf | null;
  readonly composerIconUrl?: string | null;
  readonly defaultPrompt?: readonly string[] | null;
  readonly developerName?: string | null;
  readonly displayName?: string | null;
  readonly logo?: AbsolutePathBuf | null;
  readonly logoDark?: AbsolutePathBuf | null;
  readonly logoUrl?: string | null;
  readonly logoUrlDark?: string | null;
  readonly longDescription?: string | null;
  readonly privacyPolicyUrl?: string | null;
  readonly screenshotUrls: readonly string[];
  readonly screenshots: readonly AbsolutePathBuf[];
  readonly shortDescription?: string | null;
  readonly termsOfServiceUrl?: string | null;
  readonly websiteUrl?: string | null;
};

/**
 * Result of `plugin/list`.
 *
 * @category Results
 */
export type PluginListResponse = {
  readonly featuredPluginIds?: readonly string[];
  readonly marketplaceLoadErrors?: readonly MarketplaceLoadErrorInfo[];
  readonly marketplaces: readonly PluginMarketplaceEntry[];
};

/**
 * Plugin marketplace entry, in `PluginInstalledResponse` and `PluginListResponse`.
 *
 * @category Results
 */
export type PluginMarketplaceEntry = {
  readonly interface?: MarketplaceInterface | null;
  readonly name: string;
  readonly path?: AbsolutePathBuf | null;
  readonly plugins: readonly PluginSummary[];
};

/**
 * Result of `plugin/read`.
 *
 * @category Results
 */
export type PluginReadResponse = {
  readonly plugin: PluginDetail;
};

/**
 * Plugin reconcile changed plugin, in `PluginReconcileResponse`.
 *
 * @category Results
 */
export type PluginReconcileChangedPlugin = {
  readonly hasApps: boolean;
  readonly hasHooks: boolean;
  readonly hasMcps: boolean;
  readonly hasSkills: boolean;
  readonly id: string;
};

/**
 * Result of `plugin/reconcile`.
 *
 * @category Results
 */
export type PluginReconcileResponse = {
  readonly changedPlugins: readonly PluginReconcileChangedPlugin[];
  readonly failedMaterializationRemotePluginIds: readonly string[];
  readonly failedRemotePluginIds: readonly string[];
};

/**
 * Result of `plugin/search`.
 *
 * @experimental
 * @category Results
 */
export type PluginSearchResponse = {
  readonly data: readonly PluginSearchResult[];
  readonly nextCursor?: string | null;
};

/**
 * Plugin search result, in `PluginSearchResponse`.
 *
 * @category Results
 */
export type PluginSearchResult = {
  readonly marketplaceName: string;
  readonly marketplacePath?: AbsolutePathBuf | null;
  readonly plugin: PluginSummary;
};

/**
 * Result of `plugin/share/checkout`.
 *
 * @category Results
 */
export type PluginShareCheckoutResponse = {
  readonly marketplaceName: string;
  readonly marketplacePath: AbsolutePathBuf;
  readonly pluginId: string;
  readonly pluginName: string;
  readonly pluginPath: AbsolutePathBuf;
  readonly remotePluginId: string;
  readonly remoteVersion?: string | null;
};

/**
 * Plugin share context, in `PluginSummary`.
 *
 * @category Results
 */
export type PluginShareContext = {
  readonly canPublishToWorkspace?: boolean | null;
  readonly creatorAccountUserId?: string | null;
  readonly creatorName?: string | null;
  readonly discoverability?: PluginShareDiscoverability | null;
  readonly remotePluginId: string;
  readonly remoteVersion?: string | null;
  readonly sharePrincipals?: readonly PluginSharePrincipal[] | null;
  readonly shareUrl?: string | null;
};

/**
 * Result of `plugin/share/delete`.
 *
 * @category Results
 */
export type PluginShareDeleteResponse = {
  readonly [key: string]: unknown;
};

/**
 * Plugin share list item, in `PluginShareListResponse`.
 *
 * @category Results
 */
export type PluginShareListItem = {
  readonly localPluginPath?: AbsolutePathBuf | null;
  readonly plugin: PluginSummary;
};

/**
 * Result of `plugin/share/list`.
 *
 * @category Results
 */
export type PluginShareListResponse = {
  readonly data: readonly PluginShareListItem[];
};

/**
 * Plugin share principal, in `PluginShareContext` and `PluginShareUpdateTargetsResponse`.
 *
 * @category Results
 */
export type PluginSharePrincipal = {
  readonly name: string;
  readonly principalId: string;
  readonly principalType: PluginSharePrincipalType;
  readonly role: PluginSharePrincipalRole;
};

/**
 * Plugin share principal role, in `PluginSharePrincipal`.
 *
 * @category Results
 */
export type PluginSharePrincipalRole = "reader" | "editor" | "owner";

/**
 * Result of `plugin/share/save`.
 *
 * @category Results
 */
export type PluginShareSaveResponse = {
  readonly canPublishToWorkspace?: boolean | null;
  readonly remotePluginId: string;
  readonly shareUrl: string;
};

/**
 * Result of `plugin/share/updateTargets`.
 *
 * @category Results
 */
export type PluginShareUpdateTargetsResponse = {
  readonly discoverability: PluginShareDiscoverability;
  readonly principals: readonly PluginSharePrincipal[];
};

/**
 * Result of `plugin/skill/read`.
 *
 * @category Results
 */
export type PluginSkillReadResponse = {
  readonly contents?: string | null;
};

/**
 * Plugin source, in `PluginSummary`.
 *
 * @category Results
 */
export type PluginSource = {
  readonly type: "local";
  readonly path: AbsolutePathBuf;
} | {
  readonly type: "git";
  readonly path?: string | null;
  readonly refName?: string | null;
  readonly sha?: string | null;
  readonly url: string;
} | {
  readonly type: "npm";
  readonly package: string;
  readonly registry?: string | null;
  readonly version?: string | null;
} | {
  readonly type: "remote";
};

/**
 * Plugin summary, in `PluginDetail`, `PluginMarketplaceEntry`, `PluginSearchResult` and others.
 *
 * @category Results
 */
export type PluginSummary = {
  readonly authPolicy: PluginAuthPolicy;
  readonly availability?: PluginAvailability;
  readonly disabledReason?: PluginDisabledReason | null;
  readonly eligiblePlanTypes?: readonly string[] | null;
  readonly enabled: boolean;
  readonly id: string;
  readonly installPolicy: PluginInstallPolicy;
  readonly installPolicySource?: PluginInstallPolicySource | null;
  readonly installed: boolean;
  readonly installedAt?: number | null;
  readonly interface?: PluginInterface | null;
  readonly keywords?: readonly string[];
  readonly localVersion?: string | null;
  readonly mustShowInstallationInterstitial?: boolean | null;
  readonly name: string;
  readonly remotePluginId?: string | null;
  readonly shareContext?: PluginShareContext | null;
  readonly source: PluginSource;
  readonly version?: string | null;
};

/**
 * Result of `plugin/uninstall`.
 *
 * @category Results
 */
export type PluginUninstallResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `process/kill`.
 *
 * @experimental
 * @category Results
 */
export type ProcessKillResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `process/resizePty`.
 *
 * @experimental
 * @category Results
 */
export type ProcessResizePtyResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `process/spawn`.
 *
 * @experimental
 * @category Results
 */
export type ProcessSpawnResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `process/writeStdin`.
 *
 * @experimental
 * @category Results
 */
export type ProcessWriteStdinResponse = {
  readonly [key: string]: unknown;
};

/**
 * Project, in `ProjectCreateResponse`, `ProjectImportResponse`, `ProjectListResponse` and others.
 *
 * @category Results
 */
export type Project = {
  readonly createdAt: number;
  readonly id: string;
  readonly metadata: { readonly [key: string]: string };
  readonly name: string;
  readonly recencyAt?: number | null;
  readonly roots: readonly ProjectRoot[];
  readonly updatedAt: number;
};

/**
 * Result of `project/create`.
 *
 * @experimental
 * @category Results
 */
export type ProjectCreateResponse = {
  readonly project: Project;
};

/**
 * Result of `project/delete`.
 *
 * @experimental
 * @category Results
 */
export type ProjectDeleteResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `project/import`.
 *
 * @experimental
 * @category Results
 */
export type ProjectImportResponse = {
  readonly project: Project;
};

/**
 * Result of `project/list`.
 *
 * @experimental
 * @category Results
 */
export type ProjectListResponse = {
  readonly data: readonly Project[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `project/move`.
 *
 * @experimental
 * @category Results
 */
export type ProjectMoveResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `project/read`.
 *
 * @experimental
 * @category Results
 */
export type ProjectReadResponse = {
  readonly project: Project;
};

/**
 * Result of `project/update`.
 *
 * @experimental
 * @category Results
 */
export type ProjectUpdateResponse = {
  readonly project: Project;
};

/**
 * Provider settings, in `ModelProviderSummary`.
 *
 * @category Results
 */
export type ProviderSettings = {
  readonly type: "openai";
} | {
  readonly type: "customGateway";
  readonly auth: GatewayAuth;
} | {
  readonly type: "bedrock";
  readonly profile?: string | null;
  readonly region?: string | null;
} | {
  readonly type: "gcp";
  readonly credentialFile?: string | null;
  readonly location?: string | null;
  readonly projectId?: string | null;
};

/**
 * Queued submission, in `ThreadQueueAddResponse`, `ThreadQueueListResponse`, `ThreadQueueUpdateResponse`.
 *
 * @category Results
 */
export type QueuedSubmission = {
  readonly clientUserMessageId: string;
  readonly id: string;
  readonly input: readonly UserInput[];
  readonly responsesapiClientMetadata?: { readonly [key: string]: string } | null;
};

/**
 * Rate limit reset credit, in `RateLimitResetCreditsSummary`.
 *
 * @category Results
 */
export type RateLimitResetCredit = {
  readonly description?: string | null;
  readonly expiresAt?: number | null;
  readonly grantedAt: number;
  readonly id: string;
  readonly resetType: RateLimitResetType;
  readonly status: RateLimitResetCreditStatus;
  readonly title?: string | null;
};

/**
 * Rate limit reset credit status, in `RateLimitResetCredit`.
 *
 * @category Results
 */
export type RateLimitResetCreditStatus = "available" | "redeeming" | "redeemed" | "unknown";

/**
 * Rate limit reset credits summary, in `GetAccountRateLimitsResponse`.
 *
 * @category Results
 */
export type RateLimitResetCreditsSummary = {
  readonly availableCount: number;
  readonly credits?: readonly RateLimitResetCredit[] | null;
};

/**
 * Rate limit reset type, in `RateLimitResetCredit`.
 *
 * @category Results
 */
export type RateLimitResetType = "codexRateLimits" | "unknown";

/**
 * Realtime voices list, in `ThreadRealtimeListVoicesResponse`.
 *
 * @category Results
 */
export type RealtimeVoicesList = {
  readonly defaultV1: RealtimeVoice;
  readonly defaultV2: RealtimeVoice;
  readonly v1: readonly RealtimeVoice[];
  readonly v2: readonly RealtimeVoice[];
  readonly v3?: readonly RealtimeVoice[];
};

/**
 * Reasoning effort option, in `Model`.
 *
 * @category Results
 */
export type ReasoningEffortOption = {
  readonly description: string;
  readonly reasoningEffort: ReasoningEffort;
};

/**
 * Remote control client, in `RemoteControlClientsListResponse`.
 *
 * @experimental
 * @category Results
 */
export type RemoteControlClient = {
  readonly appVersion?: string | null;
  readonly clientId: string;
  readonly deviceModel?: string | null;
  readonly deviceType?: string | null;
  readonly displayName?: string | null;
  readonly lastSeenAt?: number | null;
  readonly osVersion?: string | null;
  readonly platform?: string | null;
};

/**
 * Result of `remoteControl/client/list`.
 *
 * @experimental
 * @category Results
 */
export type RemoteControlClientsListResponse = {
  readonly data: readonly RemoteControlClient[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `remoteControl/client/revoke`.
 *
 * @experimental
 * @category Results
 */
export type RemoteControlClientsRevokeResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `remoteControl/disable`.
 *
 * @experimental
 * @category Results
 */
export type RemoteControlDisableResponse = {
  readonly environmentId?: string | null;
  readonly installationId: string;
  readonly serverName: string;
  readonly status: RemoteControlConnectionStatus;
};

/**
 * Result of `remoteControl/enable`.
 *
 * @experimental
 * @category Results
 */
export type RemoteControlEnableResponse = {
  readonly environmentId?: string | null;
  readonly installationId: string;
  readonly serverName: string;
  readonly status: RemoteControlConnectionStatus;
};

/**
 * Result of `remoteControl/pairing/start`.
 *
 * @experimental
 * @category Results
 */
export type RemoteControlPairingStartResponse = {
  readonly environmentId: string;
  readonly expiresAt: number;
  readonly manualPairingCode?: string | null;
  readonly pairingCode: string;
};

/**
 * Result of `remoteControl/pairing/status`.
 *
 * @experimental
 * @category Results
 */
export type RemoteControlPairingStatusResponse = {
  readonly claimed: boolean;
};

/**
 * Result of `remoteControl/status/read`.
 *
 * @experimental
 * @category Results
 */
export type RemoteControlStatusReadResponse = {
  readonly environmentId?: string | null;
  readonly installationId: string;
  readonly serverName: string;
  readonly status: RemoteControlConnectionStatus;
};

/**
 * Request header, in `BrowserUseExtensionRequirements`.
 *
 * @category Results
 */
export type RequestHeader = {
  readonly name: string;
  readonly value: string;
};

/**
 * Residency requirement, in `ConfigRequirements`.
 *
 * @category Results
 */
export type ResidencyRequirement = "us";

/**
 * Resource, in `McpServerStatus`.
 *
 * @category Results
 */
export type Resource = {
  readonly _meta?: unknown;
  readonly annotations?: unknown;
  readonly description?: string | null;
  readonly icons?: readonly unknown[] | null;
  readonly mimeType?: string | null;
  readonly name: string;
  readonly size?: number | null;
  readonly title?: string | null;
  readonly uri: string;
};

/**
 * Resource content, in `McpResourceReadResponse`.
 *
 * @category Results
 */
export type ResourceContent = {
  readonly _meta?: unknown;
  readonly mimeType?: string | null;
  readonly text: string;
  readonly uri: string;
} | {
  readonly _meta?: unknown;
  readonly blob: string;
  readonly mimeType?: string | null;
  readonly uri: string;
};

/**
 * Resource template, in `McpServerStatus`.
 *
 * @category Results
 */
export type ResourceTemplate = {
  readonly annotations?: unknown;
  readonly description?: string | null;
  readonly mimeType?: string | null;
  readonly name: string;
  readonly title?: string | null;
  readonly uriTemplate: string;
};

/**
 * Result of `review/start`.
 *
 * @category Results
 */
export type ReviewStartResponse = {
  readonly reviewThreadId: string;
  readonly turn: Turn;
};

/**
 * Result of `rollout/compress`.
 *
 * @experimental
 * @category Results
 */
export type RolloutCompressResponse = {
  readonly [key: string]: unknown;
};

/**
 * Sandbox workspace write, in `Config`.
 *
 * @category Results
 */
export type SandboxWorkspaceWrite = {
  readonly exclude_slash_tmp?: boolean;
  readonly exclude_tmpdir_env_var?: boolean;
  readonly network_access?: boolean;
  readonly writable_roots?: readonly string[];
};

/**
 * Scheduled task schedule, in `ScheduledTaskSummary`.
 *
 * @category Results
 */
export type ScheduledTaskSchedule = {
  readonly type: "hourly";
  readonly days?: readonly ScheduledTaskWeekday[] | null;
  readonly intervalHours: number;
} | {
  readonly type: "daily";
  readonly time: string;
} | {
  readonly type: "weekdays";
  readonly time: string;
} | {
  readonly type: "weekly";
  readonly days: readonly ScheduledTaskWeekday[];
  readonly time: string;
};

/**
 * Scheduled task summary, in `PluginDetail`.
 *
 * @category Results
 */
export type ScheduledTaskSummary = {
  readonly key: string;
  readonly name: string;
  readonly prompt: string;
  readonly schedule: ScheduledTaskSchedule;
};

/**
 * Scheduled task weekday, in `ScheduledTaskSchedule`.
 *
 * @category Results
 */
export type ScheduledTaskWeekday = "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";

/**
 * Result of `account/sendAddCreditsNudgeEmail`.
 *
 * @category Results
 */
export type SendAddCreditsNudgeEmailResponse = {
  readonly status: AddCreditsNudgeEmailStatus;
};

/**
 * Server diagnostics gauge, in `ServerDiagnosticsResponse`.
 *
 * @category Results
 */
export type ServerDiagnosticsGauge = {
  readonly name: string;
  readonly value: number;
};

/**
 * Server diagnostics process, in `ServerDiagnosticsResponse`.
 *
 * @category Results
 */
export type ServerDiagnosticsProcess = {
  readonly id: number;
  readonly physicalFootprintBytes?: number | null;
  readonly residentMemoryBytes?: number | null;
};

/**
 * Result of `server/diagnostics`.
 *
 * @experimental
 * @category Results
 */
export type ServerDiagnosticsResponse = {
  readonly gauges: readonly ServerDiagnosticsGauge[];
  readonly process: ServerDiagnosticsProcess;
};

/**
 * Skill dependencies, in `SkillMetadata`.
 *
 * @category Results
 */
export type SkillDependencies = {
  readonly tools: readonly SkillToolDependency[];
};

/**
 * Skill error info, in `SkillsListEntry`.
 *
 * @category Results
 */
export type SkillErrorInfo = {
  readonly message: string;
  readonly path: string;
};

/**
 * Skill interface, in `SkillMetadata` and `SkillSummary`.
 *
 * @category Results
 */
export type SkillInterface = {
  readonly brandColor?: string | null;
  readonly defaultPrompt?: string | null;
  readonly displayName?: string | null;
  readonly iconLarge?: AbsolutePathBuf | null;
  readonly iconLargeUrl?: string | null;
  readonly iconSmall?: AbsolutePathBuf | null;
  readonly iconSmallUrl?: string | null;
  readonly shortDescription?: string | null;
};

/**
 * Skill metadata, in `SkillsListEntry`.
 *
 * @category Results
 */
export type SkillMetadata = {
  readonly dependencies?: SkillDependencies | null;
  readonly description: string;
  readonly enabled: boolean;
  readonly interface?: SkillInterface | null;
  readonly name: string;
  readonly path: LegacyAppPathString;
  readonly pluginId?: string | null;
  readonly scope: SkillScope;
  readonly shortDescription?: string | null;
};

/**
 * Skill scope, in `SkillMetadata`.
 *
 * @category Results
 */
export type SkillScope = "user" | "repo" | "system" | "admin";

/**
 * Skill summary, in `PluginDetail`.
 *
 * @category Results
 */
export type SkillSummary = {
  readonly description: string;
  readonly enabled: boolean;
  readonly interface?: SkillInterface | null;
  readonly name: string;
  readonly path?: LegacyAppPathString | null;
  readonly shortDescription?: string | null;
};

/**
 * Skill tool dependency, in `SkillDependencies`.
 *
 * @category Results
 */
export type SkillToolDependency = {
  readonly type: string;
  readonly command?: string | null;
  readonly description?: string | null;
  readonly transport?: string | null;
  readonly url?: string | null;
  readonly value: string;
};

/**
 * Result of `skills/config/write`.
 *
 * @category Results
 */
export type SkillsConfigWriteResponse = {
  readonly effectiveEnabled: boolean;
};

/**
 * Result of `skills/extraRoots/set`.
 *
 * @category Results
 */
export type SkillsExtraRootsSetResponse = {
  readonly [key: string]: unknown;
};

/**
 * Skills list entry, in `SkillsListResponse`.
 *
 * @category Results
 */
export type SkillsListEntry = {
  readonly cwd: string;
  readonly errors: readonly SkillErrorInfo[];
  readonly skills: readonly SkillMetadata[];
};

/**
 * Result of `skills/list`.
 *
 * @category Results
 */
export type SkillsListResponse = {
  readonly data: readonly SkillsListEntry[];
};

/**
 * Result of `thread/approveGuardianDeniedAction`.
 *
 * @category Results
 */
export type ThreadApproveGuardianDeniedActionResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/archive`.
 *
 * @category Results
 */
export type ThreadArchiveResponse = {
  readonly [key: string]: unknown;
};

/**
 * Thread attachment, in `ThreadAttachmentAddResponse` and `ThreadAttachmentListResponse`.
 *
 * @category Results
 */
export type ThreadAttachment = {
  readonly attachmentType: string;
  readonly createdAt: number;
  readonly id: string;
  readonly identityKey: string;
  readonly payload: unknown;
};

/**
 * Thread attachment add outcome, in `ThreadAttachmentAddResponse`.
 *
 * @category Results
 */
export type ThreadAttachmentAddOutcome = "created" | "existing";

/**
 * Result of `thread/attachment/add`.
 *
 * @category Results
 */
export type ThreadAttachmentAddResponse = {
  readonly attachment: ThreadAttachment;
  readonly outcome: ThreadAttachmentAddOutcome;
};

/**
 * Result of `thread/attachment/list`.
 *
 * @category Results
 */
export type ThreadAttachmentListResponse = {
  readonly data: readonly ThreadAttachment[];
  readonly nextCursor?: string | null;
};

/**
 * Thread attachment owner, in `ThreadAttachmentOwnerListResponse`.
 *
 * @category Results
 */
export type ThreadAttachmentOwner = {
  readonly archived: boolean;
  readonly threadId: string;
};

/**
 * Result of `thread/attachmentOwner/list`.
 *
 * @category Results
 */
export type ThreadAttachmentOwnerListResponse = {
  readonly data: readonly ThreadAttachmentOwner[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `thread/attachment/remove`.
 *
 * @category Results
 */
export type ThreadAttachmentRemoveResponse = {
  readonly [key: string]: unknown;
};

/**
 * Thread background terminal, in `ThreadBackgroundTerminalsListResponse`.
 *
 * @experimental
 * @category Results
 */
export type ThreadBackgroundTerminal = {
  readonly command: string;
  readonly cpuPercent?: number | null;
  readonly cwd: LegacyAppPathString;
  readonly itemId: string;
  readonly osPid?: number | null;
  readonly processId: string;
  readonly rssKb?: number | null;
};

/**
 * Result of `thread/backgroundTerminals/clean`.
 *
 * @experimental
 * @category Results
 */
export type ThreadBackgroundTerminalsCleanResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/backgroundTerminals/list`.
 *
 * @experimental
 * @category Results
 */
export type ThreadBackgroundTerminalsListResponse = {
  readonly data: readonly ThreadBackgroundTerminal[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `thread/backgroundTerminals/terminate`.
 *
 * @experimental
 * @category Results
 */
export type ThreadBackgroundTerminalsTerminateResponse = {
  readonly terminated: boolean;
};

/**
 * Result of `thread/compact/start`.
 *
 * @category Results
 */
export type ThreadCompactStartResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/decrement_elicitation`.
 *
 * @experimental
 * @category Results
 */
export type ThreadDecrementElicitationResponse = {
  readonly count: number;
  readonly paused: boolean;
};

/**
 * Result of `thread/delete`.
 *
 * @category Results
 */
export type ThreadDeleteResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/fork`.
 *
 * @category Results
 */
export type ThreadForkResponse = {
  /** @experimental */
  readonly activePermissionProfile?: ActivePermissionProfile | null;
  readonly approvalPolicy: AskForApproval;
  readonly approvalsReviewer: ApprovalsReviewer;
  readonly cwd: AbsolutePathBuf;
  readonly disabledPluginIds?: readonly string[];
  readonly instructionSources?: readonly LegacyAppPathString[];
  readonly model: string;
  readonly modelProvider: string;
  /** @experimental */
  readonly multiAgentMode?: MultiAgentMode;
  readonly reasoningEffort?: ReasoningEffort | null;
  /** @experimental */
  readonly runtimeWorkspaceRoots?: readonly AbsolutePathBuf[];
  readonly sandbox: SandboxPolicy;
  readonly serviceTier?: string | null;
  readonly thread: Thread;
};

/**
 * Result of `thread/goal/clear`.
 *
 * @category Results
 */
export type ThreadGoalClearResponse = {
  readonly cleared: boolean;
};

/**
 * Result of `thread/goal/get`.
 *
 * @category Results
 */
export type ThreadGoalGetResponse = {
  readonly goal?: ThreadGoal | null;
};

/**
 * Result of `thread/goal/set`.
 *
 * @category Results
 */
export type ThreadGoalSetResponse = {
  readonly goal: ThreadGoal;
};

/**
 * Thread guardian assessment, in `ThreadGuardianReviewResponse`.
 *
 * @experimental
 * @category Results
 */
export type ThreadGuardianAssessment = {
  readonly outcome: GuardianAssessmentOutcome;
  readonly rationale: string;
  readonly riskLevel: GuardianRiskLevel;
  readonly userAuthorization: GuardianUserAuthorization;
};

/**
 * Result of `thread/guardianReview`.
 *
 * @experimental
 * @category Results
 */
export type ThreadGuardianReviewResponse = {
  readonly assessment?: ThreadGuardianAssessment | null;
  readonly callId: string;
};

/**
 * Result of `thread/increment_elicitation`.
 *
 * @experimental
 * @category Results
 */
export type ThreadIncrementElicitationResponse = {
  readonly count: number;
  readonly paused: boolean;
};

/**
 * Result of `thread/inject_items`.
 *
 * @category Results
 */
export type ThreadInjectItemsResponse = {
  readonly [key: string]: unknown;
};

/**
 * Thread item entry, in `ThreadItemsListResponse` and `ThreadItemsReadResponse`.
 *
 * @category Results
 */
export type ThreadItemEntry = {
  readonly completedAtMs?: number | null;
  readonly item: ThreadItem;
  /** @experimental */
  readonly outputDeferred?: boolean;
  readonly startedAtMs?: number | null;
  readonly turnId: string;
};

/**
 * Result of `thread/items/list`.
 *
 * @category Results
 */
export type ThreadItemsListResponse = {
  readonly backwardsCursor?: string | null;
  readonly data: readonly ThreadItemEntry[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `thread/items/read`.
 *
 * @experimental
 * @category Results
 */
export type ThreadItemsReadResponse = {
  readonly data: readonly ThreadItemEntry[];
};

/**
 * Result of `thread/list`.
 *
 * @category Results
 */
export type ThreadListResponse = {
  readonly backwardsCursor?: string | null;
  readonly data: readonly Thread[];
  readonly nextCursor?: string | null;
  /** @experimental */
  readonly readStates?: { readonly [key: string]: ThreadReadState } | null;
};

/**
 * Result of `thread/loaded/list`.
 *
 * @category Results
 */
export type ThreadLoadedListResponse = {
  readonly data: readonly string[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `thread/memoryMode/set`.
 *
 * @experimental
 * @category Results
 */
export type ThreadMemoryModeSetResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/memory/read`.
 *
 * @experimental
 * @category Results
 */
export type ThreadMemoryReadResponse = {
  readonly summary?: string | null;
};

/**
 * Result of `thread/metadata/update`.
 *
 * @category Results
 */
export type ThreadMetadataUpdateResponse = {
  readonly thread: Thread;
};

/**
 * Result of `thread/prediction/request`.
 *
 * @experimental
 * @category Results
 */
export type ThreadPredictionRequestResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/prepareApprovedPlan`.
 *
 * @experimental
 * @category Results
 */
export type ThreadPrepareApprovedPlanResponse = {
  readonly prompt: string;
};

/**
 * Result of `thread/queue/add`.
 *
 * @experimental
 * @category Results
 */
export type ThreadQueueAddResponse = {
  readonly queuedSubmission: QueuedSubmission;
};

/**
 * Result of `thread/queue/delete`.
 *
 * @experimental
 * @category Results
 */
export type ThreadQueueDeleteResponse = {
  readonly deleted: boolean;
};

/**
 * Result of `thread/queue/list`.
 *
 * @experimental
 * @category Results
 */
export type ThreadQueueListResponse = {
  readonly data: readonly QueuedSubmission[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `thread/queue/reorder`.
 *
 * @experimental
 * @category Results
 */
export type ThreadQueueReorderResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/queue/start`.
 *
 * @experimental
 * @category Results
 */
export type ThreadQueueStartResponse = {
  readonly turn: Turn;
};

/**
 * Result of `thread/queue/update`.
 *
 * @experimental
 * @category Results
 */
export type ThreadQueueUpdateResponse = {
  readonly queuedSubmission: QueuedSubmission;
};

/**
 * Result of `thread/read`.
 *
 * @category Results
 */
export type ThreadReadResponse = {
  /** @experimental */
  readonly readState?: ThreadReadState | null;
  readonly thread: Thread;
};

/**
 * Result of `thread/readState/update`.
 *
 * @experimental
 * @category Results
 */
export type ThreadReadStateUpdateResponse = {
  readonly readState: ThreadReadState;
};

/**
 * Result of `thread/realtime/appendAudio`.
 *
 * @experimental
 * @category Results
 */
export type ThreadRealtimeAppendAudioResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/realtime/appendSpeech`.
 *
 * @experimental
 * @category Results
 */
export type ThreadRealtimeAppendSpeechResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/realtime/appendText`.
 *
 * @experimental
 * @category Results
 */
export type ThreadRealtimeAppendTextResponse = {
  readonly [key: string]: unknown;
};

/**
 * Thread realtime coverage, in `ThreadRealtimeListResponse`.
 *
 * @category Results
 */
export type ThreadRealtimeCoverage = "unsupported" | "pending" | "ready";

/**
 * Thread realtime entry, in `ThreadRealtimeListResponse`.
 *
 * @category Results
 */
export type ThreadRealtimeEntry = {
  readonly item: ThreadRealtimeItem;
  readonly position: number;
};

/**
 * Result of `thread/realtime/list`.
 *
 * @experimental
 * @category Results
 */
export type ThreadRealtimeListResponse = {
  readonly coverage: ThreadRealtimeCoverage;
  readonly data: readonly ThreadRealtimeEntry[];
  readonly nextCursor?: string | null;
  readonly projectedThroughItemIndex: number;
  readonly snapshotEnd: number;
};

/**
 * Result of `thread/realtime/listVoices`.
 *
 * @experimental
 * @category Results
 */
export type ThreadRealtimeListVoicesResponse = {
  readonly voices: RealtimeVoicesList;
};

/**
 * Result of `thread/realtime/start`.
 *
 * @experimental
 * @category Results
 */
export type ThreadRealtimeStartResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/realtime/stop`.
 *
 * @experimental
 * @category Results
 */
export type ThreadRealtimeStopResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/resume`.
 *
 * @category Results
 */
export type ThreadResumeResponse = {
  /** @experimental */
  readonly activePermissionProfile?: ActivePermissionProfile | null;
  readonly approvalPolicy: AskForApproval;
  readonly approvalsReviewer: ApprovalsReviewer;
  readonly collaborationMode?: CollaborationMode | null;
  readonly cwd: AbsolutePathBuf;
  readonly disabledPluginIds?: readonly string[];
  /** @experimental */
  readonly initialTurnsPage?: TurnsPage | null;
  readonly instructionSources?: readonly LegacyAppPathString[];
  readonly itemsBackwardsCursor?: string | null;
  readonly model: string;
  readonly modelProvider: string;
  /** @experimental */
  readonly multiAgentMode?: MultiAgentMode;
  readonly reasoningEffort?: ReasoningEffort | null;
  /** @experimental */
  readonly runtimeWorkspaceRoots?: readonly AbsolutePathBuf[];
  readonly sandbox: SandboxPolicy;
  readonly serviceTier?: string | null;
  readonly thread: Thread;
  readonly turnsBackwardsCursor?: string | null;
};

/**
 * Result of `thread/revert`.
 *
 * @category Results
 */
export type ThreadRevertResponse = {
  readonly itemsBackwardsCursor?: string | null;
  readonly thread: Thread;
  readonly turnsBackwardsCursor?: string | null;
};

/**
 * Result of `thread/sample/cancel`.
 *
 * @experimental
 * @category Results
 */
export type ThreadSampleCancelResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/sample`.
 *
 * @experimental
 * @category Results
 */
export type ThreadSampleResponse = {
  readonly cachedInputTokens?: number | null;
  readonly inputTokens?: number | null;
  readonly outputTokens?: number | null;
  readonly responseId: string;
  readonly sourceTurnId: string;
  readonly text?: string | null;
};

/**
 * Result of `thread/search/cancel` and `thread/search/stream/cancel`.
 *
 * @experimental
 * @category Results
 */
export type ThreadSearchCancelResponse = {
  readonly [key: string]: unknown;
};

/**
 * Thread search occurrence, in `ThreadSearchOccurrencesResponse`.
 *
 * @experimental
 * @category Results
 */
export type ThreadSearchOccurrence = {
  readonly itemId: string;
  readonly snippet: string;
  readonly snippetMatchRange: ThreadSearchTextRange;
  readonly turnCursor: string;
  readonly turnId: string;
};

/**
 * Result of `thread/searchOccurrences`.
 *
 * @experimental
 * @category Results
 */
export type ThreadSearchOccurrencesResponse = {
  readonly data: readonly ThreadSearchOccurrence[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `thread/search` and `thread/search/stream`.
 *
 * @experimental
 * @category Results
 */
export type ThreadSearchResponse = {
  readonly backwardsCursor?: string | null;
  readonly data: readonly ThreadSearchResult[];
  readonly nextCursor?: string | null;
};

/**
 * Thread search text range, in `ThreadSearchOccurrence`.
 *
 * @experimental
 * @category Results
 */
export type ThreadSearchTextRange = {
  readonly end: number;
  readonly start: number;
};

/**
 * Result of `threadSection/create`.
 *
 * @category Results
 */
export type ThreadSectionCreateResponse = {
  readonly section: ThreadSection;
};

/**
 * Result of `threadSection/delete`.
 *
 * @category Results
 */
export type ThreadSectionDeleteResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `threadSection/list`.
 *
 * @category Results
 */
export type ThreadSectionListResponse = {
  readonly data: readonly ThreadSection[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `thread/section/move`.
 *
 * @category Results
 */
export type ThreadSectionMoveResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `threadSection/update`.
 *
 * @category Results
 */
export type ThreadSectionUpdateResponse = {
  readonly section: ThreadSection;
};

/**
 * Result of `thread/name/set`.
 *
 * @category Results
 */
export type ThreadSetNameResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/settings/update`.
 *
 * @experimental
 * @category Results
 */
export type ThreadSettingsUpdateResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/shellCommand`.
 *
 * @category Results
 */
export type ThreadShellCommandResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `thread/start`.
 *
 * @category Results
 */
export type ThreadStartResponse = {
  /** @experimental */
  readonly activePermissionProfile?: ActivePermissionProfile | null;
  readonly approvalPolicy: AskForApproval;
  readonly approvalsReviewer: ApprovalsReviewer;
  readonly cwd: AbsolutePathBuf;
  readonly disabledPluginIds?: readonly string[];
  readonly instructionSources?: readonly LegacyAppPathString[];
  readonly model: string;
  readonly modelProvider: string;
  /** @experimental */
  readonly multiAgentMode?: MultiAgentMode;
  readonly reasoningEffort?: ReasoningEffort | null;
  /** @experimental */
  readonly runtimeWorkspaceRoots?: readonly AbsolutePathBuf[];
  readonly sandbox: SandboxPolicy;
  readonly serviceTier?: string | null;
  readonly thread: Thread;
};

/**
 * Thread timeline entry, in `ThreadTimelineListResponse`.
 *
 * @category Results
 */
export type ThreadTimelineEntry = {
  readonly type: "item";
  readonly item: ThreadItem;
  readonly position: number;
  readonly turnId: string;
} | {
  readonly type: "realtime";
  readonly item: ThreadRealtimeItem;
  readonly position: number;
} | {
  readonly type: "turnStarted";
  readonly position: number;
  readonly started_at?: number | null;
  readonly turn_id: string;
} | {
  readonly type: "turnCompleted";
  readonly completed_at?: number | null;
  readonly duration_ms?: number | null;
  readonly error?: TurnError | null;
  readonly position: number;
  readonly started_at?: number | null;
  readonly status: TurnStatus;
  readonly turn_id: string;
};

/**
 * Result of `thread/timeline/list`.
 *
 * @experimental
 * @category Results
 */
export type ThreadTimelineListResponse = {
  readonly activeRealtimeSessionAtPageStart?: string | null;
  readonly data: readonly ThreadTimelineEntry[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `thread/turns/list`.
 *
 * @category Results
 */
export type ThreadTurnsListResponse = {
  readonly backwardsCursor?: string | null;
  readonly data: readonly Turn[];
  readonly nextCursor?: string | null;
};

/**
 * Result of `thread/unarchive`.
 *
 * @category Results
 */
export type ThreadUnarchiveResponse = {
  readonly thread: Thread;
};

/**
 * Result of `thread/unsubscribe`.
 *
 * @category Results
 */
export type ThreadUnsubscribeResponse = {
  readonly status: ThreadUnsubscribeStatus;
};

/**
 * Thread unsubscribe status, in `ThreadUnsubscribeResponse`.
 *
 * @category Results
 */
export type ThreadUnsubscribeStatus = "notLoaded" | "notSubscribed" | "unsubscribed";

/**
 * Thread usage, in `GetAccountTokenUsageResponse`.
 *
 * @category Results
 */
export type ThreadUsage = {
  readonly estimatedUsageCreditsMicros: number;
  readonly estimatedUsageUsdMicros?: number | null;
  readonly groups: readonly ThreadUsageBreakdownGroup[];
  readonly nativeUsageUsdMicros?: number | null;
  readonly threadId: string;
};

/**
 * Thread usage breakdown group, in `ThreadUsage`.
 *
 * @category Results
 */
export type ThreadUsageBreakdownGroup = {
  readonly cachedInputTokens?: number | null;
  readonly estimatedUsageCreditsMicros: number;
  readonly inputTokens?: number | null;
  readonly model?: string | null;
  readonly netNewInputTokens?: number | null;
  readonly outputTokens?: number | null;
  readonly reasoningEffort?: string | null;
  readonly speed?: string | null;
  readonly totalTokens?: number | null;
};

/**
 * Tool, in `McpServerStatus`.
 *
 * @category Results
 */
export type Tool = {
  readonly _meta?: unknown;
  readonly annotations?: unknown;
  readonly description?: string | null;
  readonly icons?: readonly unknown[] | null;
  readonly inputSchema: unknown;
  readonly name: string;
  readonly outputSchema?: unknown;
  readonly title?: string | null;
};

/**
 * Tools v2, in `Config`.
 *
 * @category Results
 */
export type ToolsV2 = {
  readonly web_search?: WebSearchToolConfig | null;
};

/**
 * Result of `turn/interrupt`.
 *
 * @category Results
 */
export type TurnInterruptResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `turn/settings/update`.
 *
 * @experimental
 * @category Results
 */
export type TurnSettingsUpdateResponse = {
  readonly status: TurnSettingsUpdateStatus;
};

/**
 * Turn settings update status, in `TurnSettingsUpdateResponse`.
 *
 * @experimental
 * @category Results
 */
export type TurnSettingsUpdateStatus = "applied" | "targetUnavailable";

/**
 * Result of `turn/start`.
 *
 * @category Results
 */
export type TurnStartResponse = {
  readonly turn: Turn;
};

/**
 * Result of `turn/steer`.
 *
 * @category Results
 */
export type TurnSteerResponse = {
  readonly turnId: string;
};

/**
 * Turns page, in `ThreadResumeResponse`.
 *
 * @category Results
 */
export type TurnsPage = {
  readonly backwardsCursor?: string | null;
  readonly data: readonly Turn[];
  readonly nextCursor?: string | null;
};

/**
 * User verification biometric type, in `UserVerificationVerifyResponse`.
 *
 * @experimental
 * @category Results
 */
export type UserVerificationBiometricType = "fingerprint";

/**
 * Result of `userVerification/cancel`.
 *
 * @experimental
 * @category Results
 */
export type UserVerificationCancelResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `userVerification/delete`.
 *
 * @experimental
 * @category Results
 */
export type UserVerificationDeleteResponse = {
  readonly [key: string]: unknown;
};

/**
 * Result of `userVerification/enroll`.
 *
 * @experimental
 * @category Results
 */
export type UserVerificationEnrollResponse = {
  readonly algorithm?: string | null;
  readonly credentialId: string;
  readonly publicKey?: string | null;
};

/**
 * User verification proof, in `UserVerificationVerifyResponse`.
 *
 * @experimental
 * @category Results
 */
export type UserVerificationProof = {
  readonly credentialId: string;
  readonly signature: string;
};

/**
 * Result of `userVerification/status`.
 *
 * @experimental
 * @category Results
 */
export type UserVerificationStatusResponse = {
  readonly credentialId?: string | null;
  readonly unavailableMessage?: string | null;
  readonly unavailableReason?: UserVerificationUnavailableReason | null;
};

/**
 * User verification unavailable reason, in `UserVerificationStatusResponse`.
 *
 * @experimental
 * @category Results
 */
export type UserVerificationUnavailableReason =
  | "credentialMissing"
  | "biometricsUnavailable"
  | "providerUnavailable";

/**
 * Result of `userVerification/verify`.
 *
 * @experimental
 * @category Results
 */
export type UserVerificationVerifyResponse = {
  readonly biometricType?: UserVerificationBiometricType | null;
  readonly proof: UserVerificationProof;
};

/**
 * Verbosity, in `Config`.
 *
 * @category Results
 */
export type Verbosity = "low" | "medium" | "high";

/**
 * Web search context size, in `WebSearchToolConfig`.
 *
 * @category Results
 */
export type WebSearchContextSize = "low" | "medium" | "high";

/**
 * Web search location, in `WebSearchToolConfig`.
 *
 * @category Results
 */
export type WebSearchLocation = {
  readonly city?: string | null;
  readonly country?: string | null;
  readonly region?: string | null;
  readonly timezone?: string | null;
};

/**
 * Web search mode, in `Config` and `ConfigRequirements`.
 *
 * @category Results
 */
export type WebSearchMode = "disabled" | "cached" | "indexed" | "live";

/**
 * Web search provider, in `Config`.
 *
 * @category Results
 */
export type WebSearchProvider = "standalone" | "search_mcp";

/**
 * Web search tool config, in `ToolsV2`.
 *
 * @category Results
 */
export type WebSearchToolConfig = {
  readonly allowed_domains?: readonly string[] | null;
  readonly context_size?: WebSearchContextSize | null;
  readonly location?: WebSearchLocation | null;
};

/**
 * Windows sandbox implementation, in `ConfigRequirements`.
 *
 * @category Results
 */
export type WindowsSandboxImplementation = "elevated" | "unelevated" | "mxc";

/**
 * Windows sandbox readiness, in `WindowsSandboxReadinessResponse`.
 *
 * @category Results
 */
export type WindowsSandboxReadiness = "ready" | "notConfigured" | "updateRequired";

/**
 * Result of `windowsSandbox/readiness`.
 *
 * @category Results
 */
export type WindowsSandboxReadinessResponse = {
  readonly status: WindowsSandboxReadiness;
};

/**
 * Result of `windowsSandbox/setupStart`.
 *
 * @category Results
 */
export type WindowsSandboxSetupStartResponse = {
  readonly started: boolean;
};

/**
 * Workspace message, in `GetWorkspaceMessagesResponse`.
 *
 * @category Results
 */
export type WorkspaceMessage = {
  readonly archivedAt?: number | null;
  readonly createdAt?: number | null;
  readonly messageBody: string;
  readonly messageId: string;
  readonly messageType: WorkspaceMessageType;
};

/**
 * Workspace message type, in `WorkspaceMessage`.
 *
 * @category Results
 */
export type WorkspaceMessageType = "headline" | "announcement" | "unknown";

/**
 * Workspace routing, in `GetAccountResponse`.
 *
 * @category Results
 */
export type WorkspaceRouting = {
  readonly accountRoutingOverride: AccountRoutingOverride;
  readonly backendOrigin: string;
  readonly chatgptAccountId: string;
};

/**
 * Write status, in `ConfigWriteResponse`.
 *
 * @category Results
 */
export type WriteStatus = "ok" | "okOverridden";
