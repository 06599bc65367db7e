/**
 * The server's notifications. Made by `deno task protocol` from the schema of Codex 0.171.0.
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
  ExternalAgentConfigImportItemTypeFailure,
  ExternalAgentConfigImportItemTypeSuccess,
  ExternalAgentConfigMigrationItemType,
  FileUpdateChange,
  FuzzyFileSearchResult,
  GatewayOAuthStatus,
  GuardianRiskLevel,
  GuardianUserAuthorization,
  HookEventName,
  HookSource,
  LegacyAppPathString,
  MultiAgentMode,
  NetworkApprovalProtocol,
  Personality,
  PlanType,
  RateLimitSnapshot,
  RealtimeConversationVersion,
  ReasoningEffort,
  ReasoningSummary,
  RemoteControlConnectionStatus,
  RequestId,
  RequestPermissionProfile,
  SandboxPolicy,
  Thread,
  ThreadEnvironment,
  ThreadGoal,
  ThreadReadState,
  ThreadRealtimeAudioChunk,
  ThreadRealtimeItem,
  ThreadSearchResult,
  ThreadStatus,
  Turn,
  TurnError,
  WindowsSandboxSetupMode,
} from "./common.ts";

/**
 * Parameters of the notification `account/login/completed`.
 *
 * @category Notifications
 */
export type AccountLoginCompletedNotification = {
  readonly error?: string | null;
  readonly loginId?: string | null;
  readonly onboardingEntrypoint?: DesktopOnboardingEntrypoint | null;
  readonly success: boolean;
};

/**
 * Parameters of the notification `account/rateLimits/updated`.
 *
 * @category Notifications
 */
export type AccountRateLimitsUpdatedNotification = {
  readonly rateLimits: RateLimitSnapshot;
};

/**
 * Account update reason, in `AccountUpdatedNotification`.
 *
 * @category Notifications
 */
export type AccountUpdateReason = "workspaceRoutingReady" | "unknown";

/**
 * Parameters of the notification `account/updated`.
 *
 * @category Notifications
 */
export type AccountUpdatedNotification = {
  readonly authMode?: AuthMode | null;
  readonly planType?: PlanType | null;
  readonly reason?: AccountUpdateReason | null;
};

/**
 * Parameters of the notification `item/agentMessage/delta`.
 *
 * @category Notifications
 */
export type AgentMessageDeltaNotification = {
  readonly delta: string;
  readonly itemId: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `app/list/updated`.
 *
 * @category Notifications
 */
export type AppListUpdatedNotification = {
  readonly data: readonly AppInfo[];
};

/**
 * Auth mode, in `AccountUpdatedNotification`.
 *
 * @category Notifications
 */
export type AuthMode =
  | "apikey"
  | "chatgpt"
  | "chatgptAuthTokens"
  | "headers"
  | "agentIdentity"
  | "personalAccessToken"
  | "bedrockApiKey"
  | "bedrockAccessKeys";

/**
 * Parameters of the notification `modelProvider/authRecoveryStarted` and `modelProvider/authRecoveryCompleted`.
 *
 * @category Notifications
 */
export type AuthRecoveryNotification = {
  readonly message: string;
  readonly provider: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Auto review decision source, in `ItemGuardianApprovalReviewCompletedNotification`.
 *
 * @category Notifications
 */
export type AutoReviewDecisionSource = "agent";

/**
 * Parameters of the notification `command/exec/outputDelta`.
 *
 * @category Notifications
 */
export type CommandExecOutputDeltaNotification = {
  readonly capReached: boolean;
  readonly deltaBase64: string;
  readonly processId: string;
  readonly stream: CommandExecOutputStream;
};

/**
 * Command exec output stream, in `CommandExecOutputDeltaNotification`.
 *
 * @category Notifications
 */
export type CommandExecOutputStream = "stdout" | "stderr";

/**
 * Parameters of the notification `item/commandExecution/outputDelta`.
 *
 * @category Notifications
 */
export type CommandExecutionOutputDeltaNotification = {
  readonly delta: string;
  readonly itemId: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `configWarning`.
 *
 * @category Notifications
 */
export type ConfigWarningNotification = {
  readonly details?: string | null;
  readonly path?: string | null;
  readonly range?: TextRange | null;
  readonly summary: string;
};

/**
 * Parameters of the notification `thread/compacted`.
 *
 * @category Notifications
 */
export type ContextCompactedNotification = {
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `deprecationNotice`.
 *
 * @category Notifications
 */
export type DeprecationNoticeNotification = {
  readonly details?: string | null;
  readonly summary: string;
};

/**
 * Desktop onboarding entrypoint, in `AccountLoginCompletedNotification`.
 *
 * @category Notifications
 */
export type DesktopOnboardingEntrypoint = "life_sciences";

/**
 * Parameters of the notification `thread/environment/connected` and `thread/environment/disconnected`.
 *
 * @category Notifications
 */
export type EnvironmentConnectionNotification = {
  readonly environmentId: string;
  readonly threadId: string;
};

/**
 * Parameters of the notification `error`.
 *
 * @category Notifications
 */
export type ErrorNotification = {
  readonly error: TurnError;
  readonly threadId: string;
  readonly turnId: string;
  readonly willRetry: boolean;
};

/**
 * Parameters of the notification `externalAgentConfig/import/completed`.
 *
 * @category Notifications
 */
export type ExternalAgentConfigImportCompletedNotification = {
  readonly importId: string;
  readonly itemTypeResults: readonly ExternalAgentConfigImportTypeResult[];
};

/**
 * Parameters of the notification `externalAgentConfig/import/progress`.
 *
 * @category Notifications
 */
export type ExternalAgentConfigImportProgressNotification = {
  readonly importId: string;
  readonly itemTypeResults: readonly ExternalAgentConfigImportTypeResult[];
};

/**
 * External agent config import type result, in `ExternalAgentConfigImportCompletedNotification` and `ExternalAgentConfigImportProgressNotification`.
 *
 * @category Notifications
 */
export type ExternalAgentConfigImportTypeResult = {
  readonly failures: readonly ExternalAgentConfigImportItemTypeFailure[];
  readonly itemType: ExternalAgentConfigMigrationItemType;
  readonly successes: readonly ExternalAgentConfigImportItemTypeSuccess[];
};

/**
 * Parameters of the notification `item/fileChange/outputDelta`.
 *
 * @category Notifications
 */
export type FileChangeOutputDeltaNotification = {
  readonly delta: string;
  readonly itemId: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `item/fileChange/patchUpdated`.
 *
 * @category Notifications
 */
export type FileChangePatchUpdatedNotification = {
  readonly changes: readonly FileUpdateChange[];
  readonly itemId: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `fs/changed`.
 *
 * @category Notifications
 */
export type FsChangedNotification = {
  readonly changedPaths: readonly AbsolutePathBuf[];
  readonly watchId: string;
};

/**
 * Parameters of the notification `fuzzyFileSearch/sessionCompleted`.
 *
 * @category Notifications
 */
export type FuzzyFileSearchSessionCompletedNotification = {
  readonly sessionId: string;
};

/**
 * Parameters of the notification `fuzzyFileSearch/sessionUpdated`.
 *
 * @category Notifications
 */
export type FuzzyFileSearchSessionUpdatedNotification = {
  readonly files: readonly FuzzyFileSearchResult[];
  readonly query: string;
  readonly sessionId: string;
};

/**
 * Parameters of the notification `account/gatewayOAuth/changed`.
 *
 * @category Notifications
 */
export type GatewayOAuthChangedNotification = {
  readonly authUrl?: string | null;
  readonly error?: string | null;
  readonly loginId?: string | null;
  readonly providerId: string;
  readonly status: GatewayOAuthStatus;
};

/**
 * Guardian approval review, in `ItemGuardianApprovalReviewCompletedNotification` and `ItemGuardianApprovalReviewStartedNotification`.
 *
 * @category Notifications
 */
export type GuardianApprovalReview = {
  readonly rationale?: string | null;
  readonly riskLevel?: GuardianRiskLevel | null;
  readonly status: GuardianApprovalReviewStatus;
  readonly userAuthorization?: GuardianUserAuthorization | null;
};

/**
 * Guardian approval review action, in `ItemGuardianApprovalReviewCompletedNotification` and `ItemGuardianApprovalReviewStartedNotification`.
 *
 * @category Notifications
 */
export type GuardianApprovalReviewAction = {
  readonly type: "command";
  readonly command: string;
  readonly cwd: LegacyAppPathString;
  readonly source: GuardianCommandSource;
} | {
  readonly type: "execve";
  readonly argv: readonly string[];
  readonly cwd: AbsolutePathBuf;
  readonly program: string;
  readonly source: GuardianCommandSource;
} | {
  readonly type: "writeStdin";
  readonly approvalId: string;
  readonly cwd: LegacyAppPathString;
  readonly processId: string;
  readonly stdin: string;
} | {
  readonly type: "applyPatch";
  readonly cwd: LegacyAppPathString;
  readonly files: readonly LegacyAppPathString[];
} | {
  readonly type: "networkAccess";
  readonly host: string;
  readonly port: number;
  readonly protocol: NetworkApprovalProtocol;
  readonly target: string;
} | {
  readonly type: "mcpToolCall";
  readonly connectorId?: string | null;
  readonly connectorName?: string | null;
  readonly server: string;
  readonly toolName: string;
  readonly toolTitle?: string | null;
} | {
  readonly type: "requestPermissions";
  readonly permissions: RequestPermissionProfile;
  readonly reason?: string | null;
};

/**
 * Guardian approval review status, in `GuardianApprovalReview`.
 *
 * @category Notifications
 */
export type GuardianApprovalReviewStatus =
  | "inProgress"
  | "approved"
  | "denied"
  | "timedOut"
  | "aborted";

/**
 * Guardian command source, in `GuardianApprovalReviewAction`.
 *
 * @category Notifications
 */
export type GuardianCommandSource = "shell" | "unifiedExec";

/**
 * Parameters of the notification `guardianWarning`.
 *
 * @category Notifications
 */
export type GuardianWarningNotification = {
  readonly message: string;
  readonly threadId: string;
};

/**
 * Parameters of the notification `hook/completed`.
 *
 * @category Notifications
 */
export type HookCompletedNotification = {
  readonly run: HookRunSummary;
  readonly threadId: string;
  readonly turnId?: string | null;
};

/**
 * Hook execution mode, in `HookRunSummary`.
 *
 * @category Notifications
 */
export type HookExecutionMode = "sync" | "async";

/**
 * Hook handler type, in `HookRunSummary`.
 *
 * @category Notifications
 */
export type HookHandlerType = "command" | "mcpTool" | "prompt" | "agent";

/**
 * Hook output entry, in `HookRunSummary`.
 *
 * @category Notifications
 */
export type HookOutputEntry = {
  readonly kind: HookOutputEntryKind;
  readonly text: string;
};

/**
 * Hook output entry kind, in `HookOutputEntry`.
 *
 * @category Notifications
 */
export type HookOutputEntryKind = "warning" | "stop" | "feedback" | "context" | "error";

/**
 * Hook run status, in `HookRunSummary`.
 *
 * @category Notifications
 */
export type HookRunStatus = "running" | "completed" | "failed" | "blocked" | "stopped";

/**
 * Hook run summary, in `HookCompletedNotification` and `HookStartedNotification`.
 *
 * @category Notifications
 */
export type HookRunSummary = {
  readonly completedAt?: number | null;
  readonly displayOrder: number;
  readonly durationMs?: number | null;
  readonly entries: readonly HookOutputEntry[];
  readonly eventName: HookEventName;
  readonly executionMode: HookExecutionMode;
  readonly handlerType: HookHandlerType;
  readonly id: string;
  readonly scope: HookScope;
  readonly source?: HookSource;
  readonly sourcePath: LegacyAppPathString;
  readonly startedAt: number;
  readonly status: HookRunStatus;
  readonly statusMessage?: string | null;
};

/**
 * Hook scope, in `HookRunSummary`.
 *
 * @category Notifications
 */
export type HookScope = "thread" | "turn";

/**
 * Parameters of the notification `hook/started`.
 *
 * @category Notifications
 */
export type HookStartedNotification = {
  readonly run: HookRunSummary;
  readonly threadId: string;
  readonly turnId?: string | null;
};

/**
 * Parameters of the notification `item/completed`.
 *
 * @category Notifications
 */
export type ItemCompletedNotification = {
  readonly completedAtMs: number;
  readonly contentTokenCount?: number | null;
  readonly item: ThreadItem;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `item/autoApprovalReview/completed`.
 *
 * @category Notifications
 */
export type ItemGuardianApprovalReviewCompletedNotification = {
  readonly action: GuardianApprovalReviewAction;
  readonly completedAtMs: number;
  readonly decisionSource: AutoReviewDecisionSource;
  readonly review: GuardianApprovalReview;
  readonly reviewId: string;
  readonly startedAtMs: number;
  readonly targetItemId?: string | null;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `item/autoApprovalReview/started`.
 *
 * @category Notifications
 */
export type ItemGuardianApprovalReviewStartedNotification = {
  readonly action: GuardianApprovalReviewAction;
  readonly review: GuardianApprovalReview;
  readonly reviewId: string;
  readonly startedAtMs: number;
  readonly targetItemId?: string | null;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `item/started`.
 *
 * @category Notifications
 */
export type ItemStartedNotification = {
  readonly item: ThreadItem;
  readonly startedAtMs: number;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Mcp server event notification, in `McpServerEventStreamNotification`.
 *
 * @category Notifications
 */
export type McpServerEventNotification = {
  readonly method: string;
  readonly params: unknown;
};

/**
 * Parameters of the notification `mcpServer/event/stream/notification`.
 *
 * @category Notifications
 */
export type McpServerEventStreamNotification = {
  readonly notification: McpServerEventNotification;
  readonly subscriptionId: string;
};

/**
 * Parameters of the notification `mcpServer/oauthLogin/completed`.
 *
 * @category Notifications
 */
export type McpServerOauthLoginCompletedNotification = {
  readonly error?: string | null;
  readonly loginId?: string | null;
  readonly name: string;
  readonly success: boolean;
  readonly threadId?: string | null;
};

/**
 * Mcp server startup failure reason, in `McpServerStatusUpdatedNotification`.
 *
 * @category Notifications
 */
export type McpServerStartupFailureReason = "reauthenticationRequired";

/**
 * Mcp server startup state, in `McpServerStatusUpdatedNotification`.
 *
 * @category Notifications
 */
export type McpServerStartupState = "starting" | "ready" | "failed" | "cancelled";

/**
 * Parameters of the notification `mcpServer/startupStatus/updated`.
 *
 * @category Notifications
 */
export type McpServerStatusUpdatedNotification = {
  readonly environmentId?: string | null;
  readonly error?: string | null;
  readonly failureReason?: McpServerStartupFailureReason | null;
  readonly name: string;
  readonly status: McpServerStartupState;
  readonly threadId?: string | null;
};

/**
 * Parameters of the notification `item/mcpToolCall/progress`.
 *
 * @category Notifications
 */
export type McpToolCallProgressNotification = {
  readonly itemId: string;
  readonly message: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Model reroute reason, in `ModelReroutedNotification`.
 *
 * @category Notifications
 */
export type ModelRerouteReason = "highRiskCyberActivity";

/**
 * Parameters of the notification `model/rerouted`.
 *
 * @category Notifications
 */
export type ModelReroutedNotification = {
  readonly fromModel: string;
  readonly reason: ModelRerouteReason;
  readonly threadId: string;
  readonly toModel: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `model/safetyBuffering/updated`.
 *
 * @category Notifications
 */
export type ModelSafetyBufferingUpdatedNotification = {
  readonly fasterModel?: string | null;
  readonly model: string;
  readonly reasons: readonly string[];
  readonly showBufferingUi: boolean;
  readonly threadId: string;
  readonly turnId: string;
  readonly useCases: readonly string[];
};

/**
 * Model verification, in `ModelVerificationNotification`.
 *
 * @category Notifications
 */
export type ModelVerification = "trustedAccessForCyber";

/**
 * Parameters of the notification `model/verification`.
 *
 * @category Notifications
 */
export type ModelVerificationNotification = {
  readonly threadId: string;
  readonly turnId: string;
  readonly verifications: readonly ModelVerification[];
};

/**
 * Parameters of the notification `item/plan/delta`.
 *
 * @category Notifications
 */
export type PlanDeltaNotification = {
  readonly delta: string;
  readonly itemId: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `process/exited`.
 *
 * @category Notifications
 */
export type ProcessExitedNotification = {
  readonly exitCode: number;
  readonly outputDrainTimedOut?: boolean | null;
  readonly processHandle: string;
  readonly stderr: string;
  readonly stderrCapReached: boolean;
  readonly stdout: string;
  readonly stdoutCapReached: boolean;
};

/**
 * Parameters of the notification `process/outputDelta`.
 *
 * @category Notifications
 */
export type ProcessOutputDeltaNotification = {
  readonly capReached: boolean;
  readonly deltaBase64: string;
  readonly processHandle: string;
  readonly stream: ProcessOutputStream;
};

/**
 * Process output stream, in `ProcessOutputDeltaNotification`.
 *
 * @category Notifications
 */
export type ProcessOutputStream = "stdout" | "stderr";

/**
 * Project change type, in `ProjectChangedNotification`.
 *
 * @category Notifications
 */
export type ProjectChangeType = "created" | "updated" | "deleted";

/**
 * Parameters of the notification `project/changed`.
 *
 * @category Notifications
 */
export type ProjectChangedNotification = {
  readonly changeType: ProjectChangeType;
  readonly projectId: string;
};

/**
 * Parameters of the notification `item/reasoning/summaryPartAdded`.
 *
 * @category Notifications
 */
export type ReasoningSummaryPartAddedNotification = {
  readonly itemId: string;
  readonly summaryIndex: number;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `item/reasoning/summaryTextDelta`.
 *
 * @category Notifications
 */
export type ReasoningSummaryTextDeltaNotification = {
  readonly delta: string;
  readonly itemId: string;
  readonly summaryIndex: number;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `item/reasoning/textDelta`.
 *
 * @category Notifications
 */
export type ReasoningTextDeltaNotification = {
  readonly contentIndex: number;
  readonly delta: string;
  readonly itemId: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `remoteControl/status/changed`.
 *
 * @category Notifications
 */
export type RemoteControlStatusChangedNotification = {
  readonly environmentId?: string | null;
  readonly installationId: string;
  readonly serverName: string;
  readonly status: RemoteControlConnectionStatus;
};

/**
 * Parameters of the notification `serverRequest/resolved`.
 *
 * @category Notifications
 */
export type ServerRequestResolvedNotification = {
  readonly requestId: RequestId;
  readonly threadId: string;
};

/**
 * Parameters of the notification `skills/changed`.
 *
 * @category Notifications
 */
export type SkillsChangedNotification = {
  readonly [key: string]: unknown;
};

/**
 * Parameters of the notification `autoApprovalReview/strictReviewRequired`.
 *
 * @category Notifications
 */
export type StrictReviewRequiredNotification = {
  readonly startedAtMs: number;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `item/commandExecution/terminalInteraction`.
 *
 * @category Notifications
 */
export type TerminalInteractionNotification = {
  readonly itemId: string;
  readonly processId: string;
  readonly stdin: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Text position, in `TextRange`.
 *
 * @category Notifications
 */
export type TextPosition = {
  readonly column: number;
  readonly line: number;
};

/**
 * Text range, in `ConfigWarningNotification`.
 *
 * @category Notifications
 */
export type TextRange = {
  readonly end: TextPosition;
  readonly start: TextPosition;
};

/**
 * Parameters of the notification `thread/archived`.
 *
 * @category Notifications
 */
export type ThreadArchivedNotification = {
  readonly threadId: string;
};

/**
 * Thread attachment operation, in `ThreadAttachmentUpdatedNotification`.
 *
 * @category Notifications
 */
export type ThreadAttachmentOperation = "created" | "deleted";

/**
 * Parameters of the notification `thread/attachment/updated`.
 *
 * @category Notifications
 */
export type ThreadAttachmentUpdatedNotification = {
  readonly attachmentId: string;
  readonly attachmentType: string;
  readonly identityKey: string;
  readonly operation: ThreadAttachmentOperation;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/closed`.
 *
 * @category Notifications
 */
export type ThreadClosedNotification = {
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/deleted`.
 *
 * @category Notifications
 */
export type ThreadDeletedNotification = {
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/goal/cleared`.
 *
 * @category Notifications
 */
export type ThreadGoalClearedNotification = {
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/goal/updated`.
 *
 * @category Notifications
 */
export type ThreadGoalUpdatedNotification = {
  readonly goal: ThreadGoal;
  readonly threadId: string;
  readonly turnId?: string | null;
};

/**
 * Parameters of the notification `thread/name/updated`.
 *
 * @category Notifications
 */
export type ThreadNameUpdatedNotification = {
  readonly threadId: string;
  readonly threadName?: string | null;
};

/**
 * Thread prediction result, in `ThreadPredictionUpdatedNotification`.
 *
 * @category Notifications
 */
export type ThreadPredictionResult = {
  readonly type: "completed";
  readonly text?: string | null;
} | {
  readonly type: "failed";
};

/**
 * Parameters of the notification `thread/prediction/updated`.
 *
 * @category Notifications
 */
export type ThreadPredictionUpdatedNotification = {
  readonly result: ThreadPredictionResult;
  readonly sourceTurnId: string;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/project/updated`.
 *
 * @category Notifications
 */
export type ThreadProjectUpdatedNotification = {
  readonly projectId: string | null;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/queue/changed`.
 *
 * @category Notifications
 */
export type ThreadQueueChangedNotification = {
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/readState/changed`.
 *
 * @category Notifications
 */
export type ThreadReadStateChangedNotification = {
  readonly readState: ThreadReadState;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/closed`.
 *
 * @category Notifications
 */
export type ThreadRealtimeClosedNotification = {
  readonly reason?: string | null;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/error`.
 *
 * @category Notifications
 */
export type ThreadRealtimeErrorNotification = {
  readonly message: string;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/itemAdded`.
 *
 * @category Notifications
 */
export type ThreadRealtimeItemAddedNotification = {
  readonly item: unknown;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/item/completed`.
 *
 * @category Notifications
 */
export type ThreadRealtimeItemCompletedNotification = {
  readonly item: ThreadRealtimeItem;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/item/started`.
 *
 * @category Notifications
 */
export type ThreadRealtimeItemStartedNotification = {
  readonly item: ThreadRealtimeItem;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/item/transcript/delta`.
 *
 * @category Notifications
 */
export type ThreadRealtimeItemTranscriptDeltaNotification = {
  readonly delta: string;
  readonly itemId: string;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/outputAudio/delta`.
 *
 * @category Notifications
 */
export type ThreadRealtimeOutputAudioDeltaNotification = {
  readonly audio: ThreadRealtimeAudioChunk;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/sdp`.
 *
 * @category Notifications
 */
export type ThreadRealtimeSdpNotification = {
  readonly sdp: string;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/started`.
 *
 * @category Notifications
 */
export type ThreadRealtimeStartedNotification = {
  readonly realtimeSessionId?: string | null;
  readonly threadId: string;
  readonly version: RealtimeConversationVersion;
};

/**
 * Parameters of the notification `thread/realtime/transcript/delta`.
 *
 * @category Notifications
 */
export type ThreadRealtimeTranscriptDeltaNotification = {
  readonly delta: string;
  readonly role: string;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/realtime/transcript/done`.
 *
 * @category Notifications
 */
export type ThreadRealtimeTranscriptDoneNotification = {
  readonly role: string;
  readonly text: string;
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/reverted`.
 *
 * @category Notifications
 */
export type ThreadRevertedNotification = {
  readonly threadId: string;
};

/**
 * Parameters of the notification `thread/search/partial`.
 *
 * @category Notifications
 */
export type ThreadSearchPartialNotification = {
  readonly data: readonly ThreadSearchResult[];
  readonly requestId: RequestId;
};

/**
 * Parameters of the notification `thread/section/changed`.
 *
 * @category Notifications
 */
export type ThreadSectionChangedNotification = {
  readonly sectionId: string | null;
  readonly threadId: string;
};

/**
 * Thread settings, in `ThreadSettingsUpdatedNotification`.
 *
 * @category Notifications
 */
export type ThreadSettings = {
  readonly activePermissionProfile?: ActivePermissionProfile | null;
  readonly approvalPolicy: AskForApproval;
  readonly approvalsReviewer: ApprovalsReviewer;
  readonly collaborationMode: CollaborationMode;
  readonly cwd: AbsolutePathBuf;
  readonly disabledPluginIds?: readonly string[];
  readonly effort?: ReasoningEffort | null;
  /** @experimental */
  readonly environments?: readonly ThreadEnvironment[] | null;
  readonly model: string;
  readonly modelProvider: string;
  /** @experimental */
  readonly multiAgentMode?: MultiAgentMode;
  readonly personality?: Personality | null;
  readonly sandboxPolicy: SandboxPolicy;
  readonly serviceTier?: string | null;
  readonly summary?: ReasoningSummary | null;
};

/**
 * Parameters of the notification `thread/settings/updated`.
 *
 * @category Notifications
 */
export type ThreadSettingsUpdatedNotification = {
  readonly threadId: string;
  readonly threadSettings: ThreadSettings;
};

/**
 * Parameters of the notification `thread/started`.
 *
 * @category Notifications
 */
export type ThreadStartedNotification = {
  readonly thread: Thread;
};

/**
 * Parameters of the notification `thread/status/changed`.
 *
 * @category Notifications
 */
export type ThreadStatusChangedNotification = {
  readonly status: ThreadStatus;
  readonly threadId: string;
};

/**
 * Thread token usage, in `ThreadTokenUsageUpdatedNotification`.
 *
 * @category Notifications
 */
export type ThreadTokenUsage = {
  readonly last: TokenUsageBreakdown;
  readonly modelContextWindow?: number | null;
  readonly total: TokenUsageBreakdown;
};

/**
 * Parameters of the notification `thread/tokenUsage/updated`.
 *
 * @category Notifications
 */
export type ThreadTokenUsageUpdatedNotification = {
  readonly threadId: string;
  readonly tokenUsage: ThreadTokenUsage;
  readonly turnId: string;
};

/**
 * Parameters of the notification `thread/unarchived`.
 *
 * @category Notifications
 */
export type ThreadUnarchivedNotification = {
  readonly threadId: string;
};

/**
 * Token usage breakdown, in `ThreadTokenUsage`.
 *
 * @category Notifications
 */
export type TokenUsageBreakdown = {
  readonly cacheWriteInputTokens?: number;
  readonly cachedInputTokens: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly reasoningOutputTokens: number;
  readonly totalTokens: number;
};

/**
 * Parameters of the notification `turn/completed`.
 *
 * @category Notifications
 */
export type TurnCompletedNotification = {
  readonly threadId: string;
  readonly turn: Turn;
};

/**
 * Parameters of the notification `turn/diff/updated`.
 *
 * @category Notifications
 */
export type TurnDiffUpdatedNotification = {
  readonly diff: string;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `turn/moderationMetadata`.
 *
 * @category Notifications
 */
export type TurnModerationMetadataNotification = {
  readonly metadata: unknown;
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Turn plan step, in `TurnPlanUpdatedNotification`.
 *
 * @category Notifications
 */
export type TurnPlanStep = {
  readonly status: TurnPlanStepStatus;
  readonly step: string;
};

/**
 * Turn plan step status, in `TurnPlanStep`.
 *
 * @category Notifications
 */
export type TurnPlanStepStatus = "pending" | "inProgress" | "completed";

/**
 * Parameters of the notification `turn/plan/updated`.
 *
 * @category Notifications
 */
export type TurnPlanUpdatedNotification = {
  readonly explanation?: string | null;
  readonly plan: readonly TurnPlanStep[];
  readonly threadId: string;
  readonly turnId: string;
};

/**
 * Parameters of the notification `turn/started`.
 *
 * @category Notifications
 */
export type TurnStartedNotification = {
  readonly threadId: string;
  readonly turn: Turn;
};

/**
 * Parameters of the notification `warning`.
 *
 * @category Notifications
 */
export type WarningNotification = {
  readonly message: string;
  readonly threadId?: string | null;
};

/**
 * Parameters of the notification `windowsSandbox/setupCompleted`.
 *
 * @category Notifications
 */
export type WindowsSandboxSetupCompletedNotification = {
  readonly mode: WindowsSandboxSetupMode;
  readonly error?: string | null;
  readonly success: boolean;
};

/**
 * Parameters of the notification `windows/worldWritableWarning`.
 *
 * @category Notifications
 */
export type WindowsWorldWritableWarningNotification = {
  readonly extraCount: number;
  readonly failedScan: boolean;
  readonly samplePaths: readonly string[];
};
