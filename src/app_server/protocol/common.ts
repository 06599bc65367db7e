/**
 * Types that several other files use. Made by `deno task protocol` from the schema of Codex 0.171.0.
 *
 * @module
 */
import type { ThreadItem } from "./items.ts";

/**
 * Absolute path buf, in `ConfigLayerSource`, `ConfigWriteResponse`, `FsChangedNotification` and others.
 *
 * @category Shared types
 */
export type AbsolutePathBuf = string;

/**
 * Active permission profile, in `ThreadForkResponse`, `ThreadResumeResponse`, `ThreadSettings` and others.
 *
 * @category Shared types
 */
export type ActivePermissionProfile = {
  readonly extends?: string | null;
  readonly id: string;
};

/**
 * Additional file system permissions, in `AdditionalPermissionProfile`, `GrantedPermissionProfile`, `RequestPermissionProfile`.
 *
 * @category Shared types
 */
export type AdditionalFileSystemPermissions = {
  readonly entries?: readonly FileSystemSandboxEntry[] | null;
  readonly globScanMaxDepth?: number | null;
  readonly read?: readonly LegacyAppPathString[] | null;
  readonly write?: readonly LegacyAppPathString[] | null;
};

/**
 * Additional network permissions, in `AdditionalPermissionProfile`, `GrantedPermissionProfile`, `RequestPermissionProfile`.
 *
 * @category Shared types
 */
export type AdditionalNetworkPermissions = {
  readonly enabled?: boolean | null;
};

/**
 * Agent path, in `SubAgentSource`.
 *
 * @category Shared types
 */
export type AgentPath = string;

/**
 * App branding, in `AppInfo`.
 *
 * @category Shared types
 */
export type AppBranding = {
  readonly category?: string | null;
  readonly developer?: string | null;
  readonly isDiscoverableApp: boolean;
  readonly privacyPolicy?: string | null;
  readonly termsOfService?: string | null;
  readonly website?: string | null;
};

/**
 * App info, in `AppListUpdatedNotification` and `AppsListResponse`.
 *
 * @category Shared types
 */
export type AppInfo = {
  readonly appMetadata?: AppMetadata | null;
  readonly branding?: AppBranding | null;
  readonly description?: string | null;
  readonly distributionChannel?: string | null;
  readonly iconAssets?: { readonly [key: string]: string } | null;
  readonly iconDarkAssets?: { readonly [key: string]: string } | null;
  readonly id: string;
  readonly installUrl?: string | null;
  readonly isAccessible?: boolean;
  readonly isEnabled?: boolean;
  readonly labels?: { readonly [key: string]: string } | null;
  readonly logoUrl?: string | null;
  readonly logoUrlDark?: string | null;
  readonly name: string;
  readonly pluginDisplayNames?: readonly string[];
};

/**
 * App metadata, in `AppInfo`.
 *
 * @category Shared types
 */
export type AppMetadata = {
  readonly categories?: readonly string[] | null;
  readonly developer?: string | null;
  readonly firstPartyRequiresInstall?: boolean | null;
  readonly review?: AppReview | null;
  readonly screenshots?: readonly AppScreenshot[] | null;
  readonly seoDescription?: string | null;
  readonly showInComposerWhenUnlinked?: boolean | null;
  readonly subCategories?: readonly string[] | null;
  readonly version?: string | null;
  readonly versionId?: string | null;
  readonly versionNotes?: string | null;
};

/**
 * App review, in `AppMetadata`.
 *
 * @category Shared types
 */
export type AppReview = {
  readonly status: string;
};

/**
 * App screenshot, in `AppMetadata`.
 *
 * @category Shared types
 */
export type AppScreenshot = {
  readonly fileId?: string | null;
  readonly url?: string | null;
  readonly userPrompt: string;
};

/**
 * Approvals reviewer, in `AppsDefaultConfig`, `Config`, `ConfigRequirements` and others.
 *
 * @category Shared types
 */
export type ApprovalsReviewer = "user" | "auto_review" | "guardian_subagent";

/**
 * Ask for approval, in `Config`, `ConfigRequirements`, `ThreadForkParams` and others.
 *
 * @category Shared types
 */
export type AskForApproval = "untrusted" | "on-request" | "never" | {
  readonly granular: {
    readonly mcp_elicitations: boolean;
    readonly request_permissions?: boolean;
    readonly rules: boolean;
    readonly sandbox_approval: boolean;
    readonly skill_approval?: boolean;
  };
};

/**
 * Byte range, in `TextElement`.
 *
 * @category Shared types
 */
export type ByteRange = {
  readonly end: number;
  readonly start: number;
};

/**
 * Codex error info, in `TurnError`.
 *
 * @category Shared types
 */
export type CodexErrorInfo =
  | "contextWindowExceeded"
  | "sessionBudgetExceeded"
  | "usageLimitExceeded"
  | "rateLimitExceeded"
  | "flexUnavailable"
  | "serverOverloaded"
  | "modelNotFound"
  | "policyCapacityUnavailable"
  | "cyberPolicy"
  | "bioPolicy"
  | "misalignmentPolicyViolation"
  | "tooManyDenials"
  | "internalServerError"
  | "unauthorized"
  | "badRequest"
  | "threadRollbackFailed"
  | "sandboxError"
  | "other"
  | "inferenceHookDenied"
  | {
    readonly httpConnectionFailed: {
      readonly httpStatusCode?: number | null;
    };
  }
  | {
    readonly responseStreamConnectionFailed: {
      readonly httpStatusCode?: number | null;
    };
  }
  | {
    readonly responseStreamDisconnected: {
      readonly httpStatusCode?: number | null;
    };
  }
  | {
    readonly responseTooManyFailedAttempts: {
      readonly httpStatusCode?: number | null;
    };
  }
  | {
    readonly activeTurnNotSteerable: {
      readonly turnKind: NonSteerableTurnKind;
    };
  }
  | string
  | {
    readonly [key: string]: unknown;
  };

/**
 * Collaboration mode, in `ThreadResumeResponse`, `ThreadSettings`, `ThreadSettingsUpdateParams` and others.
 *
 * @category Shared types
 */
export type CollaborationMode = {
  readonly mode: ModeKind;
  readonly settings: Settings;
};

/**
 * Command action, in `CommandExecutionRequestApprovalParams` and `ThreadItem`.
 *
 * @category Shared types
 */
export type CommandAction = {
  readonly type: "read";
  readonly command: string;
  readonly name: string;
  readonly path: LegacyAppPathString;
} | {
  readonly type: "listFiles";
  readonly command: string;
  readonly path?: string | null;
} | {
  readonly type: "search";
  readonly command: string;
  readonly path?: string | null;
  readonly query?: string | null;
} | {
  readonly type: "unknown";
  readonly command: string;
};

/**
 * Command migration, in `MigrationDetails`.
 *
 * @category Shared types
 */
export type CommandMigration = {
  readonly name: string;
};

/**
 * Credits snapshot, in `RateLimitSnapshot`.
 *
 * @category Shared types
 */
export type CreditsSnapshot = {
  readonly balance?: string | null;
  readonly hasCredits: boolean;
  readonly unlimited: boolean;
};

/**
 * Cyber access program, in `ModelAccessPrograms` and `TurnStartParams`.
 *
 * @category Shared types
 */
export type CyberAccessProgram = "standard" | "daybreakBlue" | "daybreakRed";

/**
 * Dynamic tool call output content item, in `DynamicToolCallResponse` and `ThreadItem`.
 *
 * @category Shared types
 */
export type DynamicToolCallOutputContentItem = {
  readonly type: "inputText";
  readonly text: string;
} | {
  readonly type: "inputImage";
  readonly imageUrl: string;
} | {
  readonly type: "inputAudio";
  readonly audioUrl: string;
};

/**
 * External agent config import item type failure, in `ExternalAgentConfigImportHistory`, `ExternalAgentConfigImportHistoryRecordTypeResultParams`, `ExternalAgentConfigImportTypeResult`.
 *
 * @category Shared types
 */
export type ExternalAgentConfigImportItemTypeFailure = {
  readonly cwd?: string | null;
  readonly errorType?: string | null;
  readonly failureStage: string;
  readonly itemType: ExternalAgentConfigMigrationItemType;
  readonly message: string;
  readonly source?: string | null;
  readonly subErrorType?: string | null;
};

/**
 * External agent config import item type success, in `ExternalAgentConfigImportHistory` and `ExternalAgentConfigImportTypeResult`.
 *
 * @category Shared types
 */
export type ExternalAgentConfigImportItemTypeSuccess = {
  readonly cwd?: string | null;
  readonly itemType: ExternalAgentConfigMigrationItemType;
  readonly source?: string | null;
  readonly target?: string | null;
  readonly title?: string | null;
};

/**
 * External agent config migration item, in `ExternalAgentConfigDetectResponse` and `ExternalAgentConfigImportParams`.
 *
 * @category Shared types
 */
export type ExternalAgentConfigMigrationItem = {
  readonly cwd?: string | null;
  readonly description: string;
  readonly details?: MigrationDetails | null;
  readonly itemType: ExternalAgentConfigMigrationItemType;
};

/**
 * External agent config migration item type, in `ExternalAgentConfigImportHistoryRecordSuccessParams`, `ExternalAgentConfigImportHistoryRecordTypeResultParams`, `ExternalAgentConfigImportItemTypeFailure` and others.
 *
 * @category Shared types
 */
export type ExternalAgentConfigMigrationItemType =
  | "AGENTS_MD"
  | "CONFIG"
  | "SKILLS"
  | "PLUGINS"
  | "MCP_SERVER_CONFIG"
  | "SUBAGENTS"
  | "HOOKS"
  | "COMMANDS"
  | "MEMORY"
  | "SESSIONS";

/**
 * File system access mode, in `FileSystemSandboxEntry`.
 *
 * @category Shared types
 */
export type FileSystemAccessMode = "read" | "write" | "deny";

/**
 * File system path, in `FileSystemSandboxEntry`.
 *
 * @category Shared types
 */
export type FileSystemPath = {
  readonly type: "path";
  readonly path: LegacyAppPathString;
} | {
  readonly type: "glob_pattern";
  readonly pattern: string;
} | {
  readonly type: "special";
  readonly value: FileSystemSpecialPath;
};

/**
 * File system sandbox entry, in `AdditionalFileSystemPermissions`.
 *
 * @category Shared types
 */
export type FileSystemSandboxEntry = {
  readonly access: FileSystemAccessMode;
  readonly path: FileSystemPath;
};

/**
 * File system special path, in `FileSystemPath`.
 *
 * @category Shared types
 */
export type FileSystemSpecialPath = {
  readonly kind: "root";
} | {
  readonly kind: "minimal";
} | {
  readonly kind: "project_roots";
  readonly subpath?: LegacyAppPathString | null;
} | {
  readonly kind: "tmpdir";
} | {
  readonly kind: "slash_tmp";
} | {
  readonly kind: "unknown";
  readonly path: string;
  readonly subpath?: LegacyAppPathString | null;
};

/**
 * File update change, in `FileChangePatchUpdatedNotification` and `ThreadItem`.
 *
 * @category Shared types
 */
export type FileUpdateChange = {
  readonly diff: string;
  readonly kind: PatchChangeKind;
  readonly path: string;
};

/**
 * Function call output body, in `ResponseItem`, `ThreadItem`, `TurnToolOutput`.
 *
 * @category Shared types
 */
export type FunctionCallOutputBody = string | readonly FunctionCallOutputContentItem[];

/**
 * Function call output content item, in `FunctionCallOutputBody`.
 *
 * @category Shared types
 */
export type FunctionCallOutputContentItem = {
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
  readonly type: "encrypted_content";
  readonly encrypted_content: string;
};

/**
 * Fuzzy file search match type, in `FuzzyFileSearchResult`.
 *
 * @category Shared types
 */
export type FuzzyFileSearchMatchType = "file" | "directory";

/**
 * Fuzzy file search result, in `FuzzyFileSearchResponse` and `FuzzyFileSearchSessionUpdatedNotification`.
 *
 * @category Shared types
 */
export type FuzzyFileSearchResult = {
  readonly file_name: string;
  readonly indices?: readonly number[] | null;
  readonly match_type: FuzzyFileSearchMatchType;
  readonly path: string;
  readonly root: string;
  readonly score: number;
};

/**
 * Gateway oauth status, in `GatewayOAuthChangedNotification` and `GatewayOAuthReadResponse`.
 *
 * @category Shared types
 */
export type GatewayOAuthStatus = "notReady" | "started" | "succeeded" | "failed";

/**
 * Git info, in `Thread`.
 *
 * @category Shared types
 */
export type GitInfo = {
  readonly branch?: string | null;
  readonly originUrl?: string | null;
  readonly sha?: string | null;
};

/**
 * Guardian risk level, in `GuardianApprovalReview` and `ThreadGuardianAssessment`.
 *
 * @category Shared types
 */
export type GuardianRiskLevel = "low" | "medium" | "high" | "critical";

/**
 * Guardian user authorization, in `GuardianApprovalReview` and `ThreadGuardianAssessment`.
 *
 * @category Shared types
 */
export type GuardianUserAuthorization = "unknown" | "low" | "medium" | "high";

/**
 * Hook event name, in `HookMetadata`, `HookRunSummary`, `PluginHookSummary`.
 *
 * @category Shared types
 */
export type HookEventName =
  | "preModelRequest"
  | "postModelRequest"
  | "preToolUse"
  | "permissionRequest"
  | "postToolUse"
  | "preCompact"
  | "postCompact"
  | "sessionStart"
  | "sessionEnd"
  | "userPromptSubmit"
  | "subagentStart"
  | "subagentStop"
  | "stop"
  | "interrupt";

/**
 * Hook migration, in `MigrationDetails`.
 *
 * @category Shared types
 */
export type HookMigration = {
  readonly name: string;
};

/**
 * Hook source, in `HookMetadata` and `HookRunSummary`.
 *
 * @category Shared types
 */
export type HookSource =
  | "system"
  | "user"
  | "project"
  | "mdm"
  | "sessionFlags"
  | "plugin"
  | "cloudRequirements"
  | "cloudManagedConfig"
  | "legacyManagedConfigFile"
  | "legacyManagedConfigMdm"
  | "unknown";

/**
 * Image detail, in `ContentItem`, `FunctionCallOutputContentItem`, `UserInput`.
 *
 * @category Shared types
 */
export type ImageDetail = "auto" | "low" | "high" | "original";

/**
 * Legacy app path string, in `AdditionalFileSystemPermissions`, `ApplicationStorageRequirements`, `CommandAction` and others.
 *
 * @category Shared types
 */
export type LegacyAppPathString = string;

/**
 * Mcp server migration, in `MigrationDetails`.
 *
 * @category Shared types
 */
export type McpServerMigration = {
  readonly name: string;
};

/**
 * Message phase, in `ResponseItem` and `ThreadItem`.
 *
 * @category Shared types
 */
export type MessagePhase = "commentary" | "partial_answer" | "final_answer";

/**
 * Migration details, in `ExternalAgentConfigMigrationItem`.
 *
 * @category Shared types
 */
export type MigrationDetails = {
  readonly commands?: readonly CommandMigration[];
  readonly hooks?: readonly HookMigration[];
  readonly mcpServers?: readonly McpServerMigration[];
  readonly memory?: readonly string[];
  readonly plugins?: readonly PluginsMigration[];
  readonly sessions?: readonly SessionMigration[];
  readonly skills?: readonly SkillMigration[];
  readonly subagents?: readonly SubagentMigration[];
};

/**
 * Misalignment error details, in `TurnError`.
 *
 * @category Shared types
 */
export type MisalignmentErrorDetails = {
  readonly detailedExplanation?: string | null;
  readonly errorType?: string | null;
  readonly reviewTarget?: string | null;
  readonly steer?: MisalignmentSteer | null;
};

/**
 * Misalignment steer, in `MisalignmentErrorDetails`.
 *
 * @category Shared types
 */
export type MisalignmentSteer = {
  readonly message: string;
};

/**
 * Mode kind, in `CollaborationMode` and `CollaborationModeMask`.
 *
 * @category Shared types
 */
export type ModeKind = "plan" | "default";

/**
 * Multi agent mode, in `ThreadForkResponse`, `ThreadResumeResponse`, `ThreadSettings` and others.
 *
 * @category Shared types
 */
export type MultiAgentMode = "explicitRequestOnly" | "proactive" | {
  readonly custom: string;
};

/**
 * Network access, in `SandboxPolicy`.
 *
 * @category Shared types
 */
export type NetworkAccess = "restricted" | "enabled";

/**
 * Network approval protocol, in `GuardianApprovalReviewAction` and `NetworkApprovalContext`.
 *
 * @category Shared types
 */
export type NetworkApprovalProtocol = "http" | "https" | "socks5Tcp" | "socks5Udp";

/**
 * Non steerable turn kind, in `CodexErrorInfo`.
 *
 * @category Shared types
 */
export type NonSteerableTurnKind = "review" | "compact";

/**
 * Patch change kind, in `FileUpdateChange`.
 *
 * @category Shared types
 */
export type PatchChangeKind = {
  readonly type: "add";
} | {
  readonly type: "delete";
} | {
  readonly type: "update";
  readonly move_path?: string | null;
};

/**
 * Personality, in `ThreadResumeParams`, `ThreadSettings`, `ThreadSettingsUpdateParams` and others.
 *
 * @category Shared types
 */
export type Personality = "none" | "friendly" | "pragmatic";

/**
 * Plan type, in `Account`, `AccountUpdatedNotification`, `RateLimitSnapshot`.
 *
 * @category Shared types
 */
export type PlanType =
  | "free"
  | "go"
  | "plus"
  | "pro"
  | "prolite"
  | "promax"
  | "team"
  | "self_serve_business_prolite"
  | "self_serve_business_usage_based"
  | "business"
  | "ent26"
  | "enterprise_cbp_automation"
  | "enterprise_cbp_usage_based"
  | "enterprise"
  | "edu"
  | "edu_plus"
  | "edu_pro"
  | "sci"
  | "sci_plus"
  | "unknown";

/**
 * Plugin share discoverability, in `PluginShareContext`, `PluginShareSaveParams`, `PluginShareUpdateTargetsResponse`.
 *
 * @category Shared types
 */
export type PluginShareDiscoverability = "LISTED" | "UNLISTED" | "PRIVATE";

/**
 * Plugin share principal type, in `PluginSharePrincipal` and `PluginShareTarget`.
 *
 * @category Shared types
 */
export type PluginSharePrincipalType = "user" | "group" | "workspace";

/**
 * Plugins migration, in `MigrationDetails`.
 *
 * @category Shared types
 */
export type PluginsMigration = {
  readonly marketplaceName: string;
  readonly pluginNames: readonly string[];
};

/**
 * Project root, in `Project`, `ProjectCreateParams`, `ProjectImportParams` and others.
 *
 * @category Shared types
 */
export type ProjectRoot = {
  readonly path: AbsolutePathBuf;
};

/**
 * Rate limit reached type, in `RateLimitSnapshot`.
 *
 * @category Shared types
 */
export type RateLimitReachedType =
  | "rate_limit_reached"
  | "workspace_owner_credits_depleted"
  | "workspace_member_credits_depleted"
  | "workspace_owner_usage_limit_reached"
  | "workspace_member_usage_limit_reached";

/**
 * Rate limit snapshot, in `AccountRateLimitsUpdatedNotification` and `GetAccountRateLimitsResponse`.
 *
 * @category Shared types
 */
export type RateLimitSnapshot = {
  readonly credits?: CreditsSnapshot | null;
  readonly individualLimit?: SpendControlLimitSnapshot | null;
  readonly limitId?: string | null;
  readonly limitName?: string | null;
  readonly normalModelSlug?: string | null;
  readonly planType?: PlanType | null;
  readonly primary?: RateLimitWindow | null;
  readonly rateLimitReachedType?: RateLimitReachedType | null;
  readonly secondary?: RateLimitWindow | null;
  readonly spendControlReached?: boolean | null;
};

/**
 * Rate limit window, in `RateLimitSnapshot`.
 *
 * @category Shared types
 */
export type RateLimitWindow = {
  readonly resetsAt?: number | null;
  readonly usedPercent: number;
  readonly windowDurationMins?: number | null;
};

/**
 * Realtime conversation version, in `ThreadRealtimeStartParams` and `ThreadRealtimeStartedNotification`.
 *
 * @category Shared types
 */
export type RealtimeConversationVersion = "v1" | "v2" | "v3";

/**
 * Realtime voice, in `RealtimeVoicesList` and `ThreadRealtimeStartParams`.
 *
 * @category Shared types
 */
export type RealtimeVoice =
  | "alloy"
  | "arbor"
  | "ash"
  | "aube"
  | "ballad"
  | "breeze"
  | "bubbie"
  | "cedar"
  | "coral"
  | "cove"
  | "echo"
  | "ember"
  | "haetsal"
  | "hanul"
  | "himari"
  | "juniper"
  | "leher"
  | "maple"
  | "marin"
  | "miko"
  | "neer"
  | "porto"
  | "rindo"
  | "rio"
  | "rivage"
  | "sage"
  | "selva"
  | "shimmer"
  | "sol"
  | "sonna"
  | "spruce"
  | "tinta"
  | "vale"
  | "verse"
  | "viola";

/**
 * Reasoning effort, in `CollaborationModeMask`, `Config`, `ConfigurationReasoning` and others.
 *
 * @category Shared types
 */
export type ReasoningEffort = string;

/**
 * Reasoning summary, in `Config`, `ThreadSettings`, `ThreadSettingsUpdateParams` and others.
 *
 * @category Shared types
 */
export type ReasoningSummary = "auto" | "concise" | "detailed" | "none";

/**
 * Remote control connection status, in `RemoteControlDisableResponse`, `RemoteControlEnableResponse`, `RemoteControlStatusChangedNotification` and others.
 *
 * @category Shared types
 */
export type RemoteControlConnectionStatus = "disabled" | "connecting" | "connected" | "errored";

/**
 * Request id, in `ServerRequestResolvedNotification`, `ThreadSampleCancelParams`, `ThreadSearchCancelParams` and others.
 *
 * @category Shared types
 */
export type RequestId = string | number;

/**
 * Request permission profile, in `GuardianApprovalReviewAction` and `PermissionsRequestApprovalParams`.
 *
 * @category Shared types
 */
export type RequestPermissionProfile = {
  readonly fileSystem?: AdditionalFileSystemPermissions | null;
  readonly network?: AdditionalNetworkPermissions | null;
};

/**
 * Sandbox mode, in `Config`, `ConfigRequirements`, `ThreadForkParams` and others.
 *
 * @category Shared types
 */
export type SandboxMode = "read-only" | "workspace-write" | "danger-full-access";

/**
 * Sandbox policy, in `CommandExecParams`, `ThreadForkResponse`, `ThreadResumeResponse` and others.
 *
 * @category Shared types
 */
export type SandboxPolicy = {
  readonly type: "dangerFullAccess";
} | {
  readonly type: "readOnly";
  readonly networkAccess?: boolean;
} | {
  readonly type: "externalSandbox";
  readonly networkAccess?: NetworkAccess;
} | {
  readonly type: "workspaceWrite";
  readonly excludeSlashTmp?: boolean;
  readonly excludeTmpdirEnvVar?: boolean;
  readonly networkAccess?: boolean;
  readonly writableRoots?: readonly AbsolutePathBuf[];
};

/**
 * Session migration, in `MigrationDetails`.
 *
 * @category Shared types
 */
export type SessionMigration = {
  readonly cwd: string;
  readonly path: string;
  readonly title?: string | null;
};

/**
 * Session source, in `Thread`.
 *
 * @category Shared types
 */
export type SessionSource = "cli" | "vscode" | "exec" | "appServer" | "unknown" | {
  readonly custom: string;
} | {
  readonly subAgent: SubAgentSource;
};

/**
 * Settings, in `CollaborationMode`.
 *
 * @category Shared types
 */
export type Settings = {
  readonly developer_instructions?: string | null;
  readonly model: string;
  readonly reasoning_effort?: ReasoningEffort | null;
};

/**
 * Skill migration, in `MigrationDetails`.
 *
 * @category Shared types
 */
export type SkillMigration = {
  readonly name: string;
};

/**
 * Spend control limit snapshot, in `RateLimitSnapshot`.
 *
 * @category Shared types
 */
export type SpendControlLimitSnapshot = {
  readonly limit: string;
  readonly remainingPercent: number;
  readonly resetsAt: number;
  readonly used: string;
};

/**
 * Sub agent source, in `SessionSource`.
 *
 * @category Shared types
 */
export type SubAgentSource = "review" | "compact" | "memory_consolidation" | {
  readonly thread_spawn: {
    readonly agent_nickname?: string | null;
    readonly agent_path?: AgentPath | null;
    readonly agent_role?: string | null;
    readonly depth: number;
    readonly parent_thread_id: ThreadId;
  };
} | {
  readonly other: string;
};

/**
 * Subagent migration, in `MigrationDetails`.
 *
 * @category Shared types
 */
export type SubagentMigration = {
  readonly name: string;
};

/**
 * Text element, in `UserInput`.
 *
 * @category Shared types
 */
export type TextElement = {
  readonly byteRange: ByteRange;
  readonly placeholder?: string | null;
};

/**
 * Thread, in `ThreadForkResponse`, `ThreadListResponse`, `ThreadMetadataUpdateResponse` and others.
 *
 * @category Shared types
 */
export type Thread = {
  readonly agentNickname?: string | null;
  readonly agentRole?: string | null;
  /** @experimental */
  readonly attachedToThreadId?: string | null;
  /** @experimental */
  readonly canAcceptDirectInput?: boolean | null;
  readonly cliVersion: string;
  readonly createdAt: number;
  readonly cwd: AbsolutePathBuf;
  /** @experimental */
  readonly daybreakEnabled?: boolean | null;
  /** @experimental */
  readonly environments?: readonly ThreadEnvironment[] | null;
  readonly ephemeral: boolean;
  /** @experimental */
  readonly extra?: ThreadExtra | null;
  readonly forkedFromId?: string | null;
  readonly gitInfo?: GitInfo | null;
  readonly historyMode?: ThreadHistoryMode;
  readonly id: string;
  readonly model?: string | null;
  readonly modelProvider: string;
  readonly name?: string | null;
  readonly originator?: string | null;
  readonly parentThreadId?: string | null;
  readonly path?: string | null;
  readonly preview: string;
  readonly projectId: string | null;
  readonly reasoningEffort?: ReasoningEffort | null;
  readonly recencyAt?: number | null;
  readonly section?: ThreadSection | null;
  readonly sectionEnteredAt?: number | null;
  readonly sessionId: string;
  readonly source: SessionSource;
  readonly status: ThreadStatus;
  readonly threadSource?: ThreadSource | null;
  readonly turns: readonly Turn[];
  readonly updatedAt: number;
};

/**
 * Thread active flag, in `ThreadStatus`.
 *
 * @category Shared types
 */
export type ThreadActiveFlag = "waitingOnApproval" | "waitingOnUserInput";

/**
 * Thread environment, in `Thread` and `ThreadSettings`.
 *
 * @category Shared types
 */
export type ThreadEnvironment = {
  readonly cwd: LegacyAppPathString;
  readonly environmentId: string;
  readonly runtimeWorkspaceRoots: readonly LegacyAppPathString[];
};

/**
 * Thread extra, in `Thread`.
 *
 * @category Shared types
 */
export type ThreadExtra = {
  readonly [key: string]: unknown;
};

/**
 * Thread goal, in `ThreadGoalGetResponse`, `ThreadGoalSetResponse`, `ThreadGoalUpdatedNotification`.
 *
 * @category Shared types
 */
export type ThreadGoal = {
  readonly createdAt: number;
  readonly objective: string;
  readonly status: ThreadGoalStatus;
  readonly threadId: string;
  readonly timeUsedSeconds: number;
  readonly tokenBudget?: number | null;
  readonly tokensUsed: number;
  readonly updatedAt: number;
};

/**
 * Thread goal status, in `ThreadGoal` and `ThreadGoalSetParams`.
 *
 * @category Shared types
 */
export type ThreadGoalStatus =
  | "active"
  | "paused"
  | "blocked"
  | "usageLimited"
  | "budgetLimited"
  | "complete";

/**
 * Thread history mode, in `Thread` and `ThreadStartParams`.
 *
 * @category Shared types
 */
export type ThreadHistoryMode = "legacy" | "paginated";

/**
 * Thread id, in `ApplyPatchApprovalParams`, `ExecCommandApprovalParams`, `SubAgentSource`.
 *
 * @category Shared types
 */
export type ThreadId = string;

/**
 * Thread read state, in `ThreadListResponse`, `ThreadReadResponse`, `ThreadReadStateChangedNotification` and others.
 *
 * @category Shared types
 */
export type ThreadReadState = {
  readonly firstUnread?: ThreadUnreadPosition | null;
  readonly revision: string;
};

/**
 * Thread realtime audio chunk, in `ThreadRealtimeAppendAudioParams` and `ThreadRealtimeOutputAudioDeltaNotification`.
 *
 * @category Shared types
 */
export type ThreadRealtimeAudioChunk = {
  readonly data: string;
  readonly itemId?: string | null;
  readonly numChannels: number;
  readonly sampleRate: number;
  readonly samplesPerChannel?: number | null;
};

/**
 * Thread realtime bem item presentation, in `ThreadRealtimeItem`.
 *
 * @category Shared types
 */
export type ThreadRealtimeBemItemPresentation = {
  readonly type: "wholeItem";
} | {
  readonly type: "inlineMarkdown";
} | {
  readonly type: "inlineVisualization";
  readonly index: number;
};

/**
 * Thread realtime frame channels, in `ThreadRealtimeItem`.
 *
 * @category Shared types
 */
export type ThreadRealtimeFrameChannels = {
  readonly voice_transcript: ThreadRealtimeVoiceTranscript;
};

/**
 * Thread realtime handoff mode, in `ThreadRealtimeItem`.
 *
 * @category Shared types
 */
export type ThreadRealtimeHandoffMode = "start" | "steer";

/**
 * Thread realtime item, in `ThreadRealtimeEntry`, `ThreadRealtimeItemCompletedNotification`, `ThreadRealtimeItemStartedNotification` and others.
 *
 * @category Shared types
 */
export type ThreadRealtimeItem = {
  readonly type: "realtimeSessionStarted";
  readonly id: string;
  readonly observedAtMs?: number | null;
  readonly realtimeSessionId: string;
} | {
  readonly type: "frame";
  readonly id: string;
  readonly observedAtMs?: number | null;
  readonly realtimeSessionId: string;
  readonly channels: ThreadRealtimeFrameChannels;
} | {
  readonly type: "transcriptSegment";
  readonly id: string;
  readonly observedAtMs?: number | null;
  readonly realtimeSessionId: string;
  readonly role: ThreadRealtimeTranscriptRole;
  readonly text: string;
} | {
  readonly type: "bemItemPromoted";
  readonly id: string;
  readonly observedAtMs?: number | null;
  readonly realtimeSessionId: string;
  readonly item_id: string;
  readonly presentation: ThreadRealtimeBemItemPresentation;
  readonly turn_id: string;
} | {
  readonly type: "realtimeSessionClosed";
  readonly id: string;
  readonly observedAtMs?: number | null;
  readonly realtimeSessionId: string;
  readonly outcome: ThreadRealtimeSessionOutcome;
} | {
  readonly mode: ThreadRealtimeHandoffMode;
  readonly type: "turnInputAccepted";
  readonly id: string;
  readonly observedAtMs?: number | null;
  readonly realtimeSessionId: string;
  readonly handoff_id: string;
  readonly input: string;
  readonly input_item_id: string;
  readonly source_event_ids: readonly string[];
  readonly turn_id: string;
} | {
  readonly type: "sessionEndInputSaved";
  readonly id: string;
  readonly observedAtMs?: number | null;
  readonly realtimeSessionId: string;
  readonly input: string;
  readonly input_item_id: string;
  readonly source_event_ids: readonly string[];
};

/**
 * Thread realtime session outcome, in `ThreadRealtimeItem`.
 *
 * @category Shared types
 */
export type ThreadRealtimeSessionOutcome = "ended" | "failed";

/**
 * Thread realtime transcript role, in `ThreadRealtimeItem` and `ThreadRealtimeVoiceTranscript`.
 *
 * @category Shared types
 */
export type ThreadRealtimeTranscriptRole = "user" | "assistant";

/**
 * Thread realtime voice transcript, in `ThreadRealtimeFrameChannels`.
 *
 * @category Shared types
 */
export type ThreadRealtimeVoiceTranscript = {
  readonly role: ThreadRealtimeTranscriptRole;
  readonly text: string;
};

/**
 * Thread search result, in `ThreadSearchPartialNotification` and `ThreadSearchResponse`.
 *
 * @category Shared types
 */
export type ThreadSearchResult = {
  readonly snippet: string;
  readonly thread: Thread;
};

/**
 * Thread section, in `Thread`, `ThreadSectionCreateResponse`, `ThreadSectionListResponse` and others.
 *
 * @category Shared types
 */
export type ThreadSection = {
  readonly appearance?: ThreadSectionAppearance | null;
  readonly id: string;
  readonly name: string;
};

/**
 * Thread section appearance, in `ThreadSection`, `ThreadSectionCreateParams`, `ThreadSectionUpdateParams`.
 *
 * @category Shared types
 */
export type ThreadSectionAppearance = {
  readonly color?: string | null;
  readonly icon?: string | null;
};

/**
 * Thread source, in `Thread`, `ThreadForkParams`, `ThreadSampleParams` and others.
 *
 * @category Shared types
 */
export type ThreadSource = string;

/**
 * Thread status, in `Thread` and `ThreadStatusChangedNotification`.
 *
 * @category Shared types
 */
export type ThreadStatus = {
  readonly type: "notLoaded";
} | {
  readonly type: "idle";
} | {
  readonly type: "systemError";
} | {
  readonly type: "active";
  readonly activeFlags: readonly ThreadActiveFlag[];
};

/**
 * Thread unread position, in `ThreadReadState`.
 *
 * @category Shared types
 */
export type ThreadUnreadPosition = {
  readonly type: "threadStart";
} | {
  readonly type: "turn";
  readonly turnId: string;
};

/**
 * Turn, in `ReviewStartResponse`, `Thread`, `ThreadQueueStartResponse` and others.
 *
 * @category Shared types
 */
export type Turn = {
  readonly completedAt?: number | null;
  readonly durationMs?: number | null;
  readonly error?: TurnError | null;
  readonly id: string;
  readonly items: readonly ThreadItem[];
  readonly itemsView?: TurnItemsView;
  readonly rootTurnId?: string | null;
  readonly startedAt?: number | null;
  readonly status: TurnStatus;
};

/**
 * Turn error, in `ErrorNotification`, `ThreadTimelineEntry`, `Turn`.
 *
 * @category Shared types
 */
export type TurnError = {
  readonly additionalDetails?: string | null;
  readonly codexErrorInfo?: CodexErrorInfo | null;
  readonly message: string;
  readonly misalignment?: MisalignmentErrorDetails | null;
};

/**
 * Turn items view, in `ThreadResumeInitialTurnsPageParams`, `ThreadTurnsListParams`, `Turn`.
 *
 * @category Shared types
 */
export type TurnItemsView = "notLoaded" | "summary" | "full";

/**
 * Turn status, in `ThreadTimelineEntry` and `Turn`.
 *
 * @category Shared types
 */
export type TurnStatus = "completed" | "interrupted" | "failed" | "inProgress";

/**
 * User input, in `QueuedSubmission`, `ThreadItem`, `ThreadQueueAddParams` and others.
 *
 * @category Shared types
 */
export type UserInput = {
  readonly type: "text";
  readonly text: string;
  readonly text_elements?: readonly TextElement[];
} | {
  readonly type: "image";
  readonly detail?: ImageDetail | null;
  readonly url: string;
} | {
  readonly type: "image";
  readonly detail?: ImageDetail | null;
  readonly fileId: string;
} | {
  readonly type: "localImage";
  readonly detail?: ImageDetail | null;
  readonly path: string;
} | {
  readonly type: "audio";
  readonly url: string;
} | {
  readonly type: "audio";
  readonly fileId: string;
} | {
  readonly type: "localAudio";
  readonly path: string;
} | {
  readonly type: "skill";
  readonly name: string;
  readonly path: string;
} | {
  readonly type: "mention";
  readonly name: string;
  readonly path: string;
};

/**
 * Windows sandbox setup mode, in `WindowsSandboxSetupCompletedNotification` and `WindowsSandboxSetupStartParams`.
 *
 * @category Shared types
 */
export type WindowsSandboxSetupMode = "elevated" | "unelevated";
