/**
 * The methods, with their parameters and results. Made by `deno task protocol` from the schema of Codex 0.171.0.
 *
 * @module
 */
import type {
  AccountSessionsListParams,
  AccountSessionsSwitchParams,
  AppsInstalledParams,
  AppsListParams,
  AppsReadParams,
  BedrockCheckGovCloudRequirementsParams,
  BedrockDiscoverParams,
  BedrockSetupParams,
  CancelLoginAccountParams,
  CollaborationModeListParams,
  CommandExecParams,
  CommandExecResizeParams,
  CommandExecTerminateParams,
  CommandExecWriteParams,
  ConfigBatchWriteParams,
  ConfigReadParams,
  ConfigValueWriteParams,
  ConsumeAccountRateLimitResetCreditParams,
  EnvironmentAddParams,
  EnvironmentInfoParams,
  EnvironmentStatusParams,
  ExperimentalFeatureEnablementSetParams,
  ExperimentalFeatureListParams,
  ExternalAgentConfigDetectParams,
  ExternalAgentConfigImportHistoryRecordParams,
  ExternalAgentConfigImportParams,
  FeedbackSaveParams,
  FeedbackUploadParams,
  FsCopyParams,
  FsCreateDirectoryParams,
  FsGetMetadataParams,
  FsReadDirectoryParams,
  FsReadFileParams,
  FsRemoveParams,
  FsUnwatchParams,
  FsWatchParams,
  FsWriteFileParams,
  FuzzyFileSearchParams,
  FuzzyFileSearchSessionStartParams,
  FuzzyFileSearchSessionStopParams,
  FuzzyFileSearchSessionUpdateParams,
  GatewayOAuthLoginParams,
  GatewayOAuthReadParams,
  GcpSetupParams,
  GetAccountParams,
  GetAccountRateLimitsParams,
  GetAccountTokenUsageParams,
  HooksListParams,
  InitializeParams,
  ListMcpServerStatusParams,
  LoginAccountParams,
  MarketplaceAddParams,
  MarketplaceRemoveParams,
  MarketplaceUpgradeParams,
  McpResourceReadParams,
  McpServerEventStreamStartParams,
  McpServerEventStreamStopParams,
  McpServerOauthLoginParams,
  McpServerToolCallParams,
  MemoryStatusParams,
  MockExperimentalMethodParams,
  ModelListParams,
  ModelProviderCapabilitiesReadParams,
  ModelProviderConfigWriteParams,
  ModelProviderDefaultSetParams,
  ModelProviderListParams,
  PermissionProfileListParams,
  PluginInstalledParams,
  PluginInstallParams,
  PluginListParams,
  PluginReadParams,
  PluginReconcileParams,
  PluginSearchParams,
  PluginShareCheckoutParams,
  PluginShareDeleteParams,
  PluginShareListParams,
  PluginShareSaveParams,
  PluginShareUpdateTargetsParams,
  PluginSkillReadParams,
  PluginUninstallParams,
  ProcessKillParams,
  ProcessResizePtyParams,
  ProcessSpawnParams,
  ProcessWriteStdinParams,
  ProjectCreateParams,
  ProjectDeleteParams,
  ProjectImportParams,
  ProjectListParams,
  ProjectMoveParams,
  ProjectReadParams,
  ProjectUpdateParams,
  RemoteControlClientsListParams,
  RemoteControlClientsRevokeParams,
  RemoteControlDisableParams,
  RemoteControlEnableParams,
  RemoteControlPairingStartParams,
  RemoteControlPairingStatusParams,
  ReviewStartParams,
  SendAddCreditsNudgeEmailParams,
  ServerDiagnosticsParams,
  SkillsConfigWriteParams,
  SkillsExtraRootsSetParams,
  SkillsListParams,
  ThreadApproveGuardianDeniedActionParams,
  ThreadArchiveParams,
  ThreadAttachmentAddParams,
  ThreadAttachmentListParams,
  ThreadAttachmentOwnerListParams,
  ThreadAttachmentRemoveParams,
  ThreadBackgroundTerminalsCleanParams,
  ThreadBackgroundTerminalsListParams,
  ThreadBackgroundTerminalsTerminateParams,
  ThreadCompactStartParams,
  ThreadDecrementElicitationParams,
  ThreadDeleteParams,
  ThreadForkParams,
  ThreadGoalClearParams,
  ThreadGoalGetParams,
  ThreadGoalSetParams,
  ThreadGuardianReviewParams,
  ThreadIncrementElicitationParams,
  ThreadInjectItemsParams,
  ThreadItemsListParams,
  ThreadItemsReadParams,
  ThreadListParams,
  ThreadLoadedListParams,
  ThreadMemoryModeSetParams,
  ThreadMemoryReadParams,
  ThreadMetadataUpdateParams,
  ThreadPredictionRequestParams,
  ThreadPrepareApprovedPlanParams,
  ThreadQueueAddParams,
  ThreadQueueDeleteParams,
  ThreadQueueListParams,
  ThreadQueueReorderParams,
  ThreadQueueStartParams,
  ThreadQueueUpdateParams,
  ThreadReadParams,
  ThreadReadStateUpdateParams,
  ThreadRealtimeAppendAudioParams,
  ThreadRealtimeAppendSpeechParams,
  ThreadRealtimeAppendTextParams,
  ThreadRealtimeListParams,
  ThreadRealtimeListVoicesParams,
  ThreadRealtimeStartParams,
  ThreadRealtimeStopParams,
  ThreadResumeParams,
  ThreadRevertParams,
  ThreadSampleCancelParams,
  ThreadSampleParams,
  ThreadSearchCancelParams,
  ThreadSearchOccurrencesParams,
  ThreadSearchParams,
  ThreadSectionCreateParams,
  ThreadSectionDeleteParams,
  ThreadSectionListParams,
  ThreadSectionMoveParams,
  ThreadSectionUpdateParams,
  ThreadSetNameParams,
  ThreadSettingsUpdateParams,
  ThreadShellCommandParams,
  ThreadStartParams,
  ThreadTimelineListParams,
  ThreadTurnsListParams,
  ThreadUnarchiveParams,
  ThreadUnsubscribeParams,
  TurnInterruptParams,
  TurnSettingsUpdateParams,
  TurnStartParams,
  TurnSteerParams,
  UserVerificationCancelParams,
  UserVerificationDeleteParams,
  UserVerificationEnrollParams,
  UserVerificationStatusParams,
  UserVerificationVerifyParams,
  WindowsSandboxSetupStartParams,
} from "./params.ts";
import type {
  AccountSessionsResponse,
  AccountSessionsSwitchResponse,
  AppsInstalledResponse,
  AppsListResponse,
  AppsReadResponse,
  BedrockCheckGovCloudRequirementsResponse,
  BedrockDiscoverResponse,
  BedrockSetupResponse,
  CancelLoginAccountResponse,
  CollaborationModeListResponse,
  CommandExecResizeResponse,
  CommandExecResponse,
  CommandExecTerminateResponse,
  CommandExecWriteResponse,
  ConfigReadResponse,
  ConfigRequirementsReadResponse,
  ConfigWriteResponse,
  ConsumeAccountRateLimitResetCreditResponse,
  EnvironmentAddResponse,
  EnvironmentInfoResponse,
  EnvironmentStatusResponse,
  ExperimentalFeatureEnablementSetResponse,
  ExperimentalFeatureListResponse,
  ExternalAgentConfigDetectResponse,
  ExternalAgentConfigImportHistoriesReadResponse,
  ExternalAgentConfigImportHistoryRecordResponse,
  ExternalAgentConfigImportResponse,
  FeedbackSaveResponse,
  FeedbackUploadResponse,
  FsCopyResponse,
  FsCreateDirectoryResponse,
  FsGetMetadataResponse,
  FsReadDirectoryResponse,
  FsReadFileResponse,
  FsRemoveResponse,
  FsUnwatchResponse,
  FsWatchResponse,
  FsWriteFileResponse,
  FuzzyFileSearchResponse,
  FuzzyFileSearchSessionStartResponse,
  FuzzyFileSearchSessionStopResponse,
  FuzzyFileSearchSessionUpdateResponse,
  GatewayOAuthCancelResponse,
  GatewayOAuthLoginResponse,
  GatewayOAuthReadResponse,
  GcpSetupResponse,
  GetAccountRateLimitsResponse,
  GetAccountResponse,
  GetAccountSecuritySetupResponse,
  GetAccountTokenUsageResponse,
  GetWorkspaceMessagesResponse,
  HooksListResponse,
  InitializeResponse,
  ListMcpServerStatusResponse,
  LoginAccountResponse,
  LogoutAccountResponse,
  MarketplaceAddResponse,
  MarketplaceRemoveResponse,
  MarketplaceUpgradeResponse,
  McpResourceReadResponse,
  McpServerEventStreamStartResponse,
  McpServerEventStreamStopResponse,
  McpServerOauthLoginResponse,
  McpServerRefreshResponse,
  McpServerToolCallResponse,
  MemoryResetResponse,
  MemoryStatusResponse,
  MockExperimentalMethodResponse,
  ModelListResponse,
  ModelProviderCapabilitiesReadResponse,
  ModelProviderConfigWriteResponse,
  ModelProviderListResponse,
  PermissionProfileListResponse,
  PluginInstalledResponse,
  PluginInstallResponse,
  PluginListResponse,
  PluginReadResponse,
  PluginReconcileResponse,
  PluginSearchResponse,
  PluginShareCheckoutResponse,
  PluginShareDeleteResponse,
  PluginShareListResponse,
  PluginShareSaveResponse,
  PluginShareUpdateTargetsResponse,
  PluginSkillReadResponse,
  PluginUninstallResponse,
  ProcessKillResponse,
  ProcessResizePtyResponse,
  ProcessSpawnResponse,
  ProcessWriteStdinResponse,
  ProjectCreateResponse,
  ProjectDeleteResponse,
  ProjectImportResponse,
  ProjectListResponse,
  ProjectMoveResponse,
  ProjectReadResponse,
  ProjectUpdateResponse,
  RemoteControlClientsListResponse,
  RemoteControlClientsRevokeResponse,
  RemoteControlDisableResponse,
  RemoteControlEnableResponse,
  RemoteControlPairingStartResponse,
  RemoteControlPairingStatusResponse,
  RemoteControlStatusReadResponse,
  ReviewStartResponse,
  RolloutCompressResponse,
  SendAddCreditsNudgeEmailResponse,
  ServerDiagnosticsResponse,
  SkillsConfigWriteResponse,
  SkillsExtraRootsSetResponse,
  SkillsListResponse,
  ThreadApproveGuardianDeniedActionResponse,
  ThreadArchiveResponse,
  ThreadAttachmentAddResponse,
  ThreadAttachmentListResponse,
  ThreadAttachmentOwnerListResponse,
  ThreadAttachmentRemoveResponse,
  ThreadBackgroundTerminalsCleanResponse,
  ThreadBackgroundTerminalsListResponse,
  ThreadBackgroundTerminalsTerminateResponse,
  ThreadCompactStartResponse,
  ThreadDecrementElicitationResponse,
  ThreadDeleteResponse,
  ThreadForkResponse,
  ThreadGoalClearResponse,
  ThreadGoalGetResponse,
  ThreadGoalSetResponse,
  ThreadGuardianReviewResponse,
  ThreadIncrementElicitationResponse,
  ThreadInjectItemsResponse,
  ThreadItemsListResponse,
  ThreadItemsReadResponse,
  ThreadListResponse,
  ThreadLoadedListResponse,
  ThreadMemoryModeSetResponse,
  ThreadMemoryReadResponse,
  ThreadMetadataUpdateResponse,
  ThreadPredictionRequestResponse,
  ThreadPrepareApprovedPlanResponse,
  ThreadQueueAddResponse,
  ThreadQueueDeleteResponse,
  ThreadQueueListResponse,
  ThreadQueueReorderResponse,
  ThreadQueueStartResponse,
  ThreadQueueUpdateResponse,
  ThreadReadResponse,
  ThreadReadStateUpdateResponse,
  ThreadRealtimeAppendAudioResponse,
  ThreadRealtimeAppendSpeechResponse,
  ThreadRealtimeAppendTextResponse,
  ThreadRealtimeListResponse,
  ThreadRealtimeListVoicesResponse,
  ThreadRealtimeStartResponse,
  ThreadRealtimeStopResponse,
  ThreadResumeResponse,
  ThreadRevertResponse,
  ThreadSampleCancelResponse,
  ThreadSampleResponse,
  ThreadSearchCancelResponse,
  ThreadSearchOccurrencesResponse,
  ThreadSearchResponse,
  ThreadSectionCreateResponse,
  ThreadSectionDeleteResponse,
  ThreadSectionListResponse,
  ThreadSectionMoveResponse,
  ThreadSectionUpdateResponse,
  ThreadSetNameResponse,
  ThreadSettingsUpdateResponse,
  ThreadShellCommandResponse,
  ThreadStartResponse,
  ThreadTimelineListResponse,
  ThreadTurnsListResponse,
  ThreadUnarchiveResponse,
  ThreadUnsubscribeResponse,
  TurnInterruptResponse,
  TurnSettingsUpdateResponse,
  TurnStartResponse,
  TurnSteerResponse,
  UserVerificationCancelResponse,
  UserVerificationDeleteResponse,
  UserVerificationEnrollResponse,
  UserVerificationStatusResponse,
  UserVerificationVerifyResponse,
  WindowsSandboxReadinessResponse,
  WindowsSandboxSetupStartResponse,
} from "./results.ts";
import type {
  ApplyPatchApprovalParams,
  ApplyPatchApprovalResponse,
  AttestationGenerateParams,
  AttestationGenerateResponse,
  ChatgptAuthTokensRefreshParams,
  ChatgptAuthTokensRefreshResponse,
  CommandExecutionRequestApprovalParams,
  CommandExecutionRequestApprovalResponse,
  DynamicToolCallParams,
  DynamicToolCallResponse,
  ExecCommandApprovalParams,
  ExecCommandApprovalResponse,
  FileChangeRequestApprovalParams,
  FileChangeRequestApprovalResponse,
  McpServerElicitationRequestParams,
  McpServerElicitationRequestResponse,
  PermissionsRequestApprovalParams,
  PermissionsRequestApprovalResponse,
  ToolRequestUserInputParams,
  ToolRequestUserInputResponse,
} from "./server_requests.ts";
import type {
  AccountLoginCompletedNotification,
  AccountRateLimitsUpdatedNotification,
  AccountUpdatedNotification,
  AgentMessageDeltaNotification,
  AppListUpdatedNotification,
  AuthRecoveryNotification,
  CommandExecOutputDeltaNotification,
  CommandExecutionOutputDeltaNotification,
  ConfigWarningNotification,
  ContextCompactedNotification,
  DeprecationNoticeNotification,
  EnvironmentConnectionNotification,
  ErrorNotification,
  ExternalAgentConfigImportCompletedNotification,
  ExternalAgentConfigImportProgressNotification,
  FileChangeOutputDeltaNotification,
  FileChangePatchUpdatedNotification,
  FsChangedNotification,
  FuzzyFileSearchSessionCompletedNotification,
  FuzzyFileSearchSessionUpdatedNotification,
  GatewayOAuthChangedNotification,
  GuardianWarningNotification,
  HookCompletedNotification,
  HookStartedNotification,
  ItemCompletedNotification,
  ItemGuardianApprovalReviewCompletedNotification,
  ItemGuardianApprovalReviewStartedNotification,
  ItemStartedNotification,
  McpServerEventStreamNotification,
  McpServerOauthLoginCompletedNotification,
  McpServerStatusUpdatedNotification,
  McpToolCallProgressNotification,
  ModelReroutedNotification,
  ModelSafetyBufferingUpdatedNotification,
  ModelVerificationNotification,
  PlanDeltaNotification,
  ProcessExitedNotification,
  ProcessOutputDeltaNotification,
  ProjectChangedNotification,
  ReasoningSummaryPartAddedNotification,
  ReasoningSummaryTextDeltaNotification,
  ReasoningTextDeltaNotification,
  RemoteControlStatusChangedNotification,
  ServerRequestResolvedNotification,
  SkillsChangedNotification,
  StrictReviewRequiredNotification,
  TerminalInteractionNotification,
  ThreadArchivedNotification,
  ThreadAttachmentUpdatedNotification,
  ThreadClosedNotification,
  ThreadDeletedNotification,
  ThreadGoalClearedNotification,
  ThreadGoalUpdatedNotification,
  ThreadNameUpdatedNotification,
  ThreadPredictionUpdatedNotification,
  ThreadProjectUpdatedNotification,
  ThreadQueueChangedNotification,
  ThreadReadStateChangedNotification,
  ThreadRealtimeClosedNotification,
  ThreadRealtimeErrorNotification,
  ThreadRealtimeItemAddedNotification,
  ThreadRealtimeItemCompletedNotification,
  ThreadRealtimeItemStartedNotification,
  ThreadRealtimeItemTranscriptDeltaNotification,
  ThreadRealtimeOutputAudioDeltaNotification,
  ThreadRealtimeSdpNotification,
  ThreadRealtimeStartedNotification,
  ThreadRealtimeTranscriptDeltaNotification,
  ThreadRealtimeTranscriptDoneNotification,
  ThreadRevertedNotification,
  ThreadSearchPartialNotification,
  ThreadSectionChangedNotification,
  ThreadSettingsUpdatedNotification,
  ThreadStartedNotification,
  ThreadStatusChangedNotification,
  ThreadTokenUsageUpdatedNotification,
  ThreadUnarchivedNotification,
  TurnCompletedNotification,
  TurnDiffUpdatedNotification,
  TurnModerationMetadataNotification,
  TurnPlanUpdatedNotification,
  TurnStartedNotification,
  WarningNotification,
  WindowsSandboxSetupCompletedNotification,
  WindowsWorldWritableWarningNotification,
} from "./notifications.ts";

/**
 * The requests of a client, by method.
 *
 * @category Methods
 */
export type ClientRequests = {
  readonly "initialize": { readonly params: InitializeParams; readonly result: InitializeResponse };
  /** @experimental */
  readonly "server/diagnostics": {
    readonly params: ServerDiagnosticsParams;
    readonly result: ServerDiagnosticsResponse;
  };
  /** @experimental */
  readonly "userVerification/status": {
    readonly params: UserVerificationStatusParams;
    readonly result: UserVerificationStatusResponse;
  };
  /** @experimental */
  readonly "userVerification/enroll": {
    readonly params: UserVerificationEnrollParams;
    readonly result: UserVerificationEnrollResponse;
  };
  /** @experimental */
  readonly "userVerification/delete": {
    readonly params: UserVerificationDeleteParams;
    readonly result: UserVerificationDeleteResponse;
  };
  /** @experimental */
  readonly "userVerification/verify": {
    readonly params: UserVerificationVerifyParams;
    readonly result: UserVerificationVerifyResponse;
  };
  /** @experimental */
  readonly "userVerification/cancel": {
    readonly params: UserVerificationCancelParams;
    readonly result: UserVerificationCancelResponse;
  };
  readonly "thread/start": {
    readonly params: ThreadStartParams;
    readonly result: ThreadStartResponse;
  };
  readonly "thread/resume": {
    readonly params: ThreadResumeParams;
    readonly result: ThreadResumeResponse;
  };
  readonly "thread/fork": {
    readonly params: ThreadForkParams;
    readonly result: ThreadForkResponse;
  };
  /** @experimental */
  readonly "thread/sample": {
    readonly params: ThreadSampleParams;
    readonly result: ThreadSampleResponse;
  };
  /** @experimental */
  readonly "thread/sample/cancel": {
    readonly params: ThreadSampleCancelParams;
    readonly result: ThreadSampleCancelResponse;
  };
  readonly "thread/archive": {
    readonly params: ThreadArchiveParams;
    readonly result: ThreadArchiveResponse;
  };
  readonly "thread/delete": {
    readonly params: ThreadDeleteParams;
    readonly result: ThreadDeleteResponse;
  };
  readonly "thread/unsubscribe": {
    readonly params: ThreadUnsubscribeParams;
    readonly result: ThreadUnsubscribeResponse;
  };
  /** @experimental */
  readonly "thread/increment_elicitation": {
    readonly params: ThreadIncrementElicitationParams;
    readonly result: ThreadIncrementElicitationResponse;
  };
  /** @experimental */
  readonly "thread/decrement_elicitation": {
    readonly params: ThreadDecrementElicitationParams;
    readonly result: ThreadDecrementElicitationResponse;
  };
  readonly "thread/name/set": {
    readonly params: ThreadSetNameParams;
    readonly result: ThreadSetNameResponse;
  };
  /** @experimental */
  readonly "thread/prediction/request": {
    readonly params: ThreadPredictionRequestParams;
    readonly result: ThreadPredictionRequestResponse;
  };
  readonly "thread/goal/set": {
    readonly params: ThreadGoalSetParams;
    readonly result: ThreadGoalSetResponse;
  };
  readonly "thread/goal/get": {
    readonly params: ThreadGoalGetParams;
    readonly result: ThreadGoalGetResponse;
  };
  readonly "thread/goal/clear": {
    readonly params: ThreadGoalClearParams;
    readonly result: ThreadGoalClearResponse;
  };
  /** @experimental */
  readonly "thread/queue/add": {
    readonly params: ThreadQueueAddParams;
    readonly result: ThreadQueueAddResponse;
  };
  /** @experimental */
  readonly "thread/queue/list": {
    readonly params: ThreadQueueListParams;
    readonly result: ThreadQueueListResponse;
  };
  /** @experimental */
  readonly "thread/queue/update": {
    readonly params: ThreadQueueUpdateParams;
    readonly result: ThreadQueueUpdateResponse;
  };
  /** @experimental */
  readonly "thread/queue/delete": {
    readonly params: ThreadQueueDeleteParams;
    readonly result: ThreadQueueDeleteResponse;
  };
  /** @experimental */
  readonly "thread/queue/reorder": {
    readonly params: ThreadQueueReorderParams;
    readonly result: ThreadQueueReorderResponse;
  };
  /** @experimental */
  readonly "thread/queue/start": {
    readonly params: ThreadQueueStartParams;
    readonly result: ThreadQueueStartResponse;
  };
  readonly "thread/metadata/update": {
    readonly params: ThreadMetadataUpdateParams;
    readonly result: ThreadMetadataUpdateResponse;
  };
  readonly "thread/attachment/add": {
    readonly params: ThreadAttachmentAddParams;
    readonly result: ThreadAttachmentAddResponse;
  };
  readonly "thread/attachment/list": {
    readonly params: ThreadAttachmentListParams;
    readonly result: ThreadAttachmentListResponse;
  };
  readonly "thread/attachmentOwner/list": {
    readonly params: ThreadAttachmentOwnerListParams;
    readonly result: ThreadAttachmentOwnerListResponse;
  };
  readonly "thread/attachment/remove": {
    readonly params: ThreadAttachmentRemoveParams;
    readonly result: ThreadAttachmentRemoveResponse;
  };
  readonly "thread/section/move": {
    readonly params: ThreadSectionMoveParams;
    readonly result: ThreadSectionMoveResponse;
  };
  /** @experimental */
  readonly "thread/settings/update": {
    readonly params: ThreadSettingsUpdateParams;
    readonly result: ThreadSettingsUpdateResponse;
  };
  /** @experimental */
  readonly "thread/memoryMode/set": {
    readonly params: ThreadMemoryModeSetParams;
    readonly result: ThreadMemoryModeSetResponse;
  };
  /** @experimental */
  readonly "thread/memory/read": {
    readonly params: ThreadMemoryReadParams;
    readonly result: ThreadMemoryReadResponse;
  };
  /** @experimental */
  readonly "memory/status": {
    readonly params: MemoryStatusParams;
    readonly result: MemoryStatusResponse;
  };
  /** @experimental */
  readonly "memory/reset": {
    readonly params: null | undefined;
    readonly result: MemoryResetResponse;
  };
  /** @experimental */
  readonly "rollout/compress": {
    readonly params: null | undefined;
    readonly result: RolloutCompressResponse;
  };
  readonly "thread/unarchive": {
    readonly params: ThreadUnarchiveParams;
    readonly result: ThreadUnarchiveResponse;
  };
  readonly "thread/compact/start": {
    readonly params: ThreadCompactStartParams;
    readonly result: ThreadCompactStartResponse;
  };
  readonly "thread/shellCommand": {
    readonly params: ThreadShellCommandParams;
    readonly result: ThreadShellCommandResponse;
  };
  readonly "thread/approveGuardianDeniedAction": {
    readonly params: ThreadApproveGuardianDeniedActionParams;
    readonly result: ThreadApproveGuardianDeniedActionResponse;
  };
  /** @experimental */
  readonly "thread/backgroundTerminals/clean": {
    readonly params: ThreadBackgroundTerminalsCleanParams;
    readonly result: ThreadBackgroundTerminalsCleanResponse;
  };
  /** @experimental */
  readonly "thread/backgroundTerminals/list": {
    readonly params: ThreadBackgroundTerminalsListParams;
    readonly result: ThreadBackgroundTerminalsListResponse;
  };
  /** @experimental */
  readonly "thread/backgroundTerminals/terminate": {
    readonly params: ThreadBackgroundTerminalsTerminateParams;
    readonly result: ThreadBackgroundTerminalsTerminateResponse;
  };
  readonly "thread/revert": {
    readonly params: ThreadRevertParams;
    readonly result: ThreadRevertResponse;
  };
  readonly "thread/list": {
    readonly params: ThreadListParams;
    readonly result: ThreadListResponse;
  };
  /** @experimental */
  readonly "project/list": {
    readonly params: ProjectListParams;
    readonly result: ProjectListResponse;
  };
  /** @experimental */
  readonly "project/read": {
    readonly params: ProjectReadParams;
    readonly result: ProjectReadResponse;
  };
  /** @experimental */
  readonly "project/create": {
    readonly params: ProjectCreateParams;
    readonly result: ProjectCreateResponse;
  };
  /** @experimental */
  readonly "project/import": {
    readonly params: ProjectImportParams;
    readonly result: ProjectImportResponse;
  };
  /** @experimental */
  readonly "project/update": {
    readonly params: ProjectUpdateParams;
    readonly result: ProjectUpdateResponse;
  };
  /** @experimental */
  readonly "project/move": {
    readonly params: ProjectMoveParams;
    readonly result: ProjectMoveResponse;
  };
  /** @experimental */
  readonly "project/delete": {
    readonly params: ProjectDeleteParams;
    readonly result: ProjectDeleteResponse;
  };
  readonly "threadSection/list": {
    readonly params: ThreadSectionListParams;
    readonly result: ThreadSectionListResponse;
  };
  readonly "threadSection/create": {
    readonly params: ThreadSectionCreateParams;
    readonly result: ThreadSectionCreateResponse;
  };
  readonly "threadSection/update": {
    readonly params: ThreadSectionUpdateParams;
    readonly result: ThreadSectionUpdateResponse;
  };
  readonly "threadSection/delete": {
    readonly params: ThreadSectionDeleteParams;
    readonly result: ThreadSectionDeleteResponse;
  };
  /** @experimental */
  readonly "thread/search": {
    readonly params: ThreadSearchParams;
    readonly result: ThreadSearchResponse;
  };
  /** @experimental */
  readonly "thread/search/stream": {
    readonly params: ThreadSearchParams;
    readonly result: ThreadSearchResponse;
  };
  /** @experimental */
  readonly "thread/search/cancel": {
    readonly params: ThreadSearchCancelParams;
    readonly result: ThreadSearchCancelResponse;
  };
  /** @experimental */
  readonly "thread/search/stream/cancel": {
    readonly params: ThreadSearchCancelParams;
    readonly result: ThreadSearchCancelResponse;
  };
  /** @experimental */
  readonly "thread/searchOccurrences": {
    readonly params: ThreadSearchOccurrencesParams;
    readonly result: ThreadSearchOccurrencesResponse;
  };
  readonly "thread/loaded/list": {
    readonly params: ThreadLoadedListParams;
    readonly result: ThreadLoadedListResponse;
  };
  readonly "thread/read": {
    readonly params: ThreadReadParams;
    readonly result: ThreadReadResponse;
  };
  /** @experimental */
  readonly "thread/readState/update": {
    readonly params: ThreadReadStateUpdateParams;
    readonly result: ThreadReadStateUpdateResponse;
  };
  readonly "thread/turns/list": {
    readonly params: ThreadTurnsListParams;
    readonly result: ThreadTurnsListResponse;
  };
  readonly "thread/items/list": {
    readonly params: ThreadItemsListParams;
    readonly result: ThreadItemsListResponse;
  };
  /** @experimental */
  readonly "thread/items/read": {
    readonly params: ThreadItemsReadParams;
    readonly result: ThreadItemsReadResponse;
  };
  /** @experimental */
  readonly "thread/guardianReview": {
    readonly params: ThreadGuardianReviewParams;
    readonly result: ThreadGuardianReviewResponse;
  };
  readonly "thread/inject_items": {
    readonly params: ThreadInjectItemsParams;
    readonly result: ThreadInjectItemsResponse;
  };
  /** @experimental */
  readonly "thread/prepareApprovedPlan": {
    readonly params: ThreadPrepareApprovedPlanParams;
    readonly result: ThreadPrepareApprovedPlanResponse;
  };
  readonly "skills/list": {
    readonly params: SkillsListParams;
    readonly result: SkillsListResponse;
  };
  readonly "skills/extraRoots/set": {
    readonly params: SkillsExtraRootsSetParams;
    readonly result: SkillsExtraRootsSetResponse;
  };
  readonly "hooks/list": { readonly params: HooksListParams; readonly result: HooksListResponse };
  readonly "marketplace/add": {
    readonly params: MarketplaceAddParams;
    readonly result: MarketplaceAddResponse;
  };
  readonly "marketplace/remove": {
    readonly params: MarketplaceRemoveParams;
    readonly result: MarketplaceRemoveResponse;
  };
  readonly "marketplace/upgrade": {
    readonly params: MarketplaceUpgradeParams;
    readonly result: MarketplaceUpgradeResponse;
  };
  readonly "plugin/list": {
    readonly params: PluginListParams;
    readonly result: PluginListResponse;
  };
  /** @experimental */
  readonly "plugin/search": {
    readonly params: PluginSearchParams;
    readonly result: PluginSearchResponse;
  };
  readonly "plugin/installed": {
    readonly params: PluginInstalledParams;
    readonly result: PluginInstalledResponse;
  };
  readonly "plugin/reconcile": {
    readonly params: PluginReconcileParams;
    readonly result: PluginReconcileResponse;
  };
  readonly "plugin/read": {
    readonly params: PluginReadParams;
    readonly result: PluginReadResponse;
  };
  readonly "plugin/skill/read": {
    readonly params: PluginSkillReadParams;
    readonly result: PluginSkillReadResponse;
  };
  readonly "plugin/share/save": {
    readonly params: PluginShareSaveParams;
    readonly result: PluginShareSaveResponse;
  };
  readonly "plugin/share/updateTargets": {
    readonly params: PluginShareUpdateTargetsParams;
    readonly result: PluginShareUpdateTargetsResponse;
  };
  readonly "plugin/share/list": {
    readonly params: PluginShareListParams;
    readonly result: PluginShareListResponse;
  };
  readonly "plugin/share/checkout": {
    readonly params: PluginShareCheckoutParams;
    readonly result: PluginShareCheckoutResponse;
  };
  readonly "plugin/share/delete": {
    readonly params: PluginShareDeleteParams;
    readonly result: PluginShareDeleteResponse;
  };
  readonly "app/read": { readonly params: AppsReadParams; readonly result: AppsReadResponse };
  readonly "app/list": { readonly params: AppsListParams; readonly result: AppsListResponse };
  readonly "app/installed": {
    readonly params: AppsInstalledParams;
    readonly result: AppsInstalledResponse;
  };
  readonly "fs/readFile": {
    readonly params: FsReadFileParams;
    readonly result: FsReadFileResponse;
  };
  readonly "fs/writeFile": {
    readonly params: FsWriteFileParams;
    readonly result: FsWriteFileResponse;
  };
  readonly "fs/createDirectory": {
    readonly params: FsCreateDirectoryParams;
    readonly result: FsCreateDirectoryResponse;
  };
  readonly "fs/getMetadata": {
    readonly params: FsGetMetadataParams;
    readonly result: FsGetMetadataResponse;
  };
  readonly "fs/readDirectory": {
    readonly params: FsReadDirectoryParams;
    readonly result: FsReadDirectoryResponse;
  };
  readonly "fs/remove": { readonly params: FsRemoveParams; readonly result: FsRemoveResponse };
  readonly "fs/copy": { readonly params: FsCopyParams; readonly result: FsCopyResponse };
  readonly "fs/watch": { readonly params: FsWatchParams; readonly result: FsWatchResponse };
  readonly "fs/unwatch": { readonly params: FsUnwatchParams; readonly result: FsUnwatchResponse };
  readonly "skills/config/write": {
    readonly params: SkillsConfigWriteParams;
    readonly result: SkillsConfigWriteResponse;
  };
  readonly "plugin/install": {
    readonly params: PluginInstallParams;
    readonly result: PluginInstallResponse;
  };
  readonly "plugin/uninstall": {
    readonly params: PluginUninstallParams;
    readonly result: PluginUninstallResponse;
  };
  readonly "turn/start": { readonly params: TurnStartParams; readonly result: TurnStartResponse };
  /** @experimental */
  readonly "turn/settings/update": {
    readonly params: TurnSettingsUpdateParams;
    readonly result: TurnSettingsUpdateResponse;
  };
  readonly "turn/steer": { readonly params: TurnSteerParams; readonly result: TurnSteerResponse };
  readonly "turn/interrupt": {
    readonly params: TurnInterruptParams;
    readonly result: TurnInterruptResponse;
  };
  /** @experimental */
  readonly "thread/realtime/start": {
    readonly params: ThreadRealtimeStartParams;
    readonly result: ThreadRealtimeStartResponse;
  };
  /** @experimental */
  readonly "thread/realtime/appendAudio": {
    readonly params: ThreadRealtimeAppendAudioParams;
    readonly result: ThreadRealtimeAppendAudioResponse;
  };
  /** @experimental */
  readonly "thread/realtime/appendText": {
    readonly params: ThreadRealtimeAppendTextParams;
    readonly result: ThreadRealtimeAppendTextResponse;
  };
  /** @experimental */
  readonly "thread/realtime/appendSpeech": {
    readonly params: ThreadRealtimeAppendSpeechParams;
    readonly result: ThreadRealtimeAppendSpeechResponse;
  };
  /** @experimental */
  readonly "thread/realtime/stop": {
    readonly params: ThreadRealtimeStopParams;
    readonly result: ThreadRealtimeStopResponse;
  };
  /** @experimental */
  readonly "thread/timeline/list": {
    readonly params: ThreadTimelineListParams;
    readonly result: ThreadTimelineListResponse;
  };
  /** @experimental */
  readonly "thread/realtime/list": {
    readonly params: ThreadRealtimeListParams;
    readonly result: ThreadRealtimeListResponse;
  };
  /** @experimental */
  readonly "thread/realtime/listVoices": {
    readonly params: ThreadRealtimeListVoicesParams;
    readonly result: ThreadRealtimeListVoicesResponse;
  };
  readonly "review/start": {
    readonly params: ReviewStartParams;
    readonly result: ReviewStartResponse;
  };
  readonly "model/list": { readonly params: ModelListParams; readonly result: ModelListResponse };
  readonly "account/gatewayOAuth/read": {
    readonly params: GatewayOAuthReadParams | null | undefined;
    readonly result: GatewayOAuthReadResponse;
  };
  readonly "account/gatewayOAuth/login": {
    readonly params: GatewayOAuthLoginParams | null | undefined;
    readonly result: GatewayOAuthLoginResponse;
  };
  readonly "account/gatewayOAuth/cancel": {
    readonly params: null | undefined;
    readonly result: GatewayOAuthCancelResponse;
  };
  readonly "modelProvider/list": {
    readonly params: ModelProviderListParams;
    readonly result: ModelProviderListResponse;
  };
  readonly "modelProvider/config/write": {
    readonly params: ModelProviderConfigWriteParams;
    readonly result: ModelProviderConfigWriteResponse;
  };
  readonly "modelProvider/default/set": {
    readonly params: ModelProviderDefaultSetParams;
    readonly result: ConfigWriteResponse;
  };
  readonly "modelProvider/capabilities/read": {
    readonly params: ModelProviderCapabilitiesReadParams;
    readonly result: ModelProviderCapabilitiesReadResponse;
  };
  readonly "experimentalFeature/list": {
    readonly params: ExperimentalFeatureListParams;
    readonly result: ExperimentalFeatureListResponse;
  };
  readonly "permissionProfile/list": {
    readonly params: PermissionProfileListParams;
    readonly result: PermissionProfileListResponse;
  };
  readonly "experimentalFeature/enablement/set": {
    readonly params: ExperimentalFeatureEnablementSetParams;
    readonly result: ExperimentalFeatureEnablementSetResponse;
  };
  /** @experimental */
  readonly "remoteControl/enable": {
    readonly params: RemoteControlEnableParams | null | undefined;
    readonly result: RemoteControlEnableResponse;
  };
  /** @experimental */
  readonly "remoteControl/disable": {
    readonly params: RemoteControlDisableParams | null | undefined;
    readonly result: RemoteControlDisableResponse;
  };
  /** @experimental */
  readonly "remoteControl/status/read": {
    readonly params: null | undefined;
    readonly result: RemoteControlStatusReadResponse;
  };
  /** @experimental */
  readonly "remoteControl/pairing/start": {
    readonly params: RemoteControlPairingStartParams;
    readonly result: RemoteControlPairingStartResponse;
  };
  /** @experimental */
  readonly "remoteControl/pairing/status": {
    readonly params: RemoteControlPairingStatusParams;
    readonly result: RemoteControlPairingStatusResponse;
  };
  /** @experimental */
  readonly "remoteControl/client/list": {
    readonly params: RemoteControlClientsListParams;
    readonly result: RemoteControlClientsListResponse;
  };
  /** @experimental */
  readonly "remoteControl/client/revoke": {
    readonly params: RemoteControlClientsRevokeParams;
    readonly result: RemoteControlClientsRevokeResponse;
  };
  /** @experimental */
  readonly "collaborationMode/list": {
    readonly params: CollaborationModeListParams;
    readonly result: CollaborationModeListResponse;
  };
  /** @experimental */
  readonly "mock/experimentalMethod": {
    readonly params: MockExperimentalMethodParams;
    readonly result: MockExperimentalMethodResponse;
  };
  /** @experimental */
  readonly "environment/add": {
    readonly params: EnvironmentAddParams;
    readonly result: EnvironmentAddResponse;
  };
  /** @experimental */
  readonly "environment/info": {
    readonly params: EnvironmentInfoParams;
    readonly result: EnvironmentInfoResponse;
  };
  /** @experimental */
  readonly "environment/status": {
    readonly params: EnvironmentStatusParams;
    readonly result: EnvironmentStatusResponse;
  };
  readonly "mcpServer/oauth/login": {
    readonly params: McpServerOauthLoginParams;
    readonly result: McpServerOauthLoginResponse;
  };
  readonly "config/mcpServer/reload": {
    readonly params: null | undefined;
    readonly result: McpServerRefreshResponse;
  };
  readonly "mcpServerStatus/list": {
    readonly params: ListMcpServerStatusParams;
    readonly result: ListMcpServerStatusResponse;
  };
  readonly "mcpServer/resource/read": {
    readonly params: McpResourceReadParams;
    readonly result: McpResourceReadResponse;
  };
  /** @experimental */
  readonly "mcpServer/event/stream/start": {
    readonly params: McpServerEventStreamStartParams;
    readonly result: McpServerEventStreamStartResponse;
  };
  /** @experimental */
  readonly "mcpServer/event/stream/stop": {
    readonly params: McpServerEventStreamStopParams;
    readonly result: McpServerEventStreamStopResponse;
  };
  readonly "mcpServer/tool/call": {
    readonly params: McpServerToolCallParams;
    readonly result: McpServerToolCallResponse;
  };
  readonly "windowsSandbox/setupStart": {
    readonly params: WindowsSandboxSetupStartParams;
    readonly result: WindowsSandboxSetupStartResponse;
  };
  readonly "windowsSandbox/readiness": {
    readonly params: null | undefined;
    readonly result: WindowsSandboxReadinessResponse;
  };
  readonly "account/login/start": {
    readonly params: LoginAccountParams;
    readonly result: LoginAccountResponse;
  };
  /** @experimental */
  readonly "account/bedrock/discover": {
    readonly params: BedrockDiscoverParams;
    readonly result: BedrockDiscoverResponse;
  };
  /** @experimental */
  readonly "account/bedrock/setup": {
    readonly params: BedrockSetupParams;
    readonly result: BedrockSetupResponse;
  };
  /** @experimental */
  readonly "account/gcp/setup": {
    readonly params: GcpSetupParams;
    readonly result: GcpSetupResponse;
  };
  /** @experimental */
  readonly "account/bedrock/checkGovCloudRequirements": {
    readonly params: BedrockCheckGovCloudRequirementsParams;
    readonly result: BedrockCheckGovCloudRequirementsResponse;
  };
  readonly "account/login/cancel": {
    readonly params: CancelLoginAccountParams;
    readonly result: CancelLoginAccountResponse;
  };
  /** @experimental */
  readonly "accountSession/list": {
    readonly params: AccountSessionsListParams;
    readonly result: AccountSessionsResponse;
  };
  /** @experimental */
  readonly "accountSession/switch": {
    readonly params: AccountSessionsSwitchParams;
    readonly result: AccountSessionsSwitchResponse;
  };
  readonly "account/logout": {
    readonly params: null | undefined;
    readonly result: LogoutAccountResponse;
  };
  readonly "account/securitySetup/read": {
    readonly params: null | undefined;
    readonly result: GetAccountSecuritySetupResponse;
  };
  readonly "account/rateLimits/read": {
    readonly params: GetAccountRateLimitsParams | null | undefined;
    readonly result: GetAccountRateLimitsResponse;
  };
  readonly "account/rateLimitResetCredit/consume": {
    readonly params: ConsumeAccountRateLimitResetCreditParams;
    readonly result: ConsumeAccountRateLimitResetCreditResponse;
  };
  readonly "account/usage/read": {
    readonly params: GetAccountTokenUsageParams | null | undefined;
    readonly result: GetAccountTokenUsageResponse;
  };
  readonly "account/workspaceMessages/read": {
    readonly params: null | undefined;
    readonly result: GetWorkspaceMessagesResponse;
  };
  readonly "account/sendAddCreditsNudgeEmail": {
    readonly params: SendAddCreditsNudgeEmailParams;
    readonly result: SendAddCreditsNudgeEmailResponse;
  };
  readonly "feedback/upload": {
    readonly params: FeedbackUploadParams;
    readonly result: FeedbackUploadResponse;
  };
  readonly "feedback/save": {
    readonly params: FeedbackSaveParams;
    readonly result: FeedbackSaveResponse;
  };
  readonly "command/exec": {
    readonly params: CommandExecParams;
    readonly result: CommandExecResponse;
  };
  readonly "command/exec/write": {
    readonly params: CommandExecWriteParams;
    readonly result: CommandExecWriteResponse;
  };
  readonly "command/exec/terminate": {
    readonly params: CommandExecTerminateParams;
    readonly result: CommandExecTerminateResponse;
  };
  readonly "command/exec/resize": {
    readonly params: CommandExecResizeParams;
    readonly result: CommandExecResizeResponse;
  };
  /** @experimental */
  readonly "process/spawn": {
    readonly params: ProcessSpawnParams;
    readonly result: ProcessSpawnResponse;
  };
  /** @experimental */
  readonly "process/writeStdin": {
    readonly params: ProcessWriteStdinParams;
    readonly result: ProcessWriteStdinResponse;
  };
  /** @experimental */
  readonly "process/kill": {
    readonly params: ProcessKillParams;
    readonly result: ProcessKillResponse;
  };
  /** @experimental */
  readonly "process/resizePty": {
    readonly params: ProcessResizePtyParams;
    readonly result: ProcessResizePtyResponse;
  };
  readonly "config/read": {
    readonly params: ConfigReadParams;
    readonly result: ConfigReadResponse;
  };
  readonly "externalAgentConfig/detect": {
    readonly params: ExternalAgentConfigDetectParams;
    readonly result: ExternalAgentConfigDetectResponse;
  };
  readonly "externalAgentConfig/import": {
    readonly params: ExternalAgentConfigImportParams;
    readonly result: ExternalAgentConfigImportResponse;
  };
  readonly "externalAgentConfig/import/recordHistory": {
    readonly params: ExternalAgentConfigImportHistoryRecordParams;
    readonly result: ExternalAgentConfigImportHistoryRecordResponse;
  };
  readonly "externalAgentConfig/import/readHistories": {
    readonly params: null | undefined;
    readonly result: ExternalAgentConfigImportHistoriesReadResponse;
  };
  readonly "config/value/write": {
    readonly params: ConfigValueWriteParams;
    readonly result: ConfigWriteResponse;
  };
  readonly "config/batchWrite": {
    readonly params: ConfigBatchWriteParams;
    readonly result: ConfigWriteResponse;
  };
  readonly "configRequirements/read": {
    readonly params: null | undefined;
    readonly result: ConfigRequirementsReadResponse;
  };
  readonly "account/read": {
    readonly params: GetAccountParams;
    readonly result: GetAccountResponse;
  };
  readonly "fuzzyFileSearch": {
    readonly params: FuzzyFileSearchParams;
    readonly result: FuzzyFileSearchResponse;
  };
  /** @experimental */
  readonly "fuzzyFileSearch/sessionStart": {
    readonly params: FuzzyFileSearchSessionStartParams;
    readonly result: FuzzyFileSearchSessionStartResponse;
  };
  /** @experimental */
  readonly "fuzzyFileSearch/sessionUpdate": {
    readonly params: FuzzyFileSearchSessionUpdateParams;
    readonly result: FuzzyFileSearchSessionUpdateResponse;
  };
  /** @experimental */
  readonly "fuzzyFileSearch/sessionStop": {
    readonly params: FuzzyFileSearchSessionStopParams;
    readonly result: FuzzyFileSearchSessionStopResponse;
  };
};

/**
 * The requests of the server, by method.
 *
 * @category Methods
 */
export type ServerRequests = {
  readonly "item/commandExecution/requestApproval": {
    readonly params: CommandExecutionRequestApprovalParams;
    readonly result: CommandExecutionRequestApprovalResponse;
  };
  readonly "item/fileChange/requestApproval": {
    readonly params: FileChangeRequestApprovalParams;
    readonly result: FileChangeRequestApprovalResponse;
  };
  readonly "item/tool/requestUserInput": {
    readonly params: ToolRequestUserInputParams;
    readonly result: ToolRequestUserInputResponse;
  };
  readonly "mcpServer/elicitation/request": {
    readonly params: McpServerElicitationRequestParams;
    readonly result: McpServerElicitationRequestResponse;
  };
  readonly "item/permissions/requestApproval": {
    readonly params: PermissionsRequestApprovalParams;
    readonly result: PermissionsRequestApprovalResponse;
  };
  readonly "item/tool/call": {
    readonly params: DynamicToolCallParams;
    readonly result: DynamicToolCallResponse;
  };
  readonly "account/chatgptAuthTokens/refresh": {
    readonly params: ChatgptAuthTokensRefreshParams;
    readonly result: ChatgptAuthTokensRefreshResponse;
  };
  readonly "attestation/generate": {
    readonly params: AttestationGenerateParams;
    readonly result: AttestationGenerateResponse;
  };
  readonly "applyPatchApproval": {
    readonly params: ApplyPatchApprovalParams;
    readonly result: ApplyPatchApprovalResponse;
  };
  readonly "execCommandApproval": {
    readonly params: ExecCommandApprovalParams;
    readonly result: ExecCommandApprovalResponse;
  };
};

/**
 * The server's notifications, by method.
 *
 * @category Methods
 */
export type ServerNotifications = {
  readonly "error": ErrorNotification;
  readonly "thread/started": ThreadStartedNotification;
  readonly "thread/status/changed": ThreadStatusChangedNotification;
  readonly "thread/readState/changed": ThreadReadStateChangedNotification;
  readonly "thread/archived": ThreadArchivedNotification;
  readonly "thread/deleted": ThreadDeletedNotification;
  readonly "thread/unarchived": ThreadUnarchivedNotification;
  readonly "thread/closed": ThreadClosedNotification;
  readonly "thread/reverted": ThreadRevertedNotification;
  readonly "skills/changed": SkillsChangedNotification;
  readonly "thread/name/updated": ThreadNameUpdatedNotification;
  readonly "thread/section/changed": ThreadSectionChangedNotification;
  readonly "thread/attachment/updated": ThreadAttachmentUpdatedNotification;
  readonly "thread/goal/updated": ThreadGoalUpdatedNotification;
  readonly "thread/prediction/updated": ThreadPredictionUpdatedNotification;
  readonly "thread/goal/cleared": ThreadGoalClearedNotification;
  readonly "thread/queue/changed": ThreadQueueChangedNotification;
  readonly "project/changed": ProjectChangedNotification;
  readonly "thread/project/updated": ThreadProjectUpdatedNotification;
  readonly "thread/environment/connected": EnvironmentConnectionNotification;
  readonly "thread/environment/disconnected": EnvironmentConnectionNotification;
  readonly "thread/settings/updated": ThreadSettingsUpdatedNotification;
  readonly "thread/tokenUsage/updated": ThreadTokenUsageUpdatedNotification;
  readonly "turn/started": TurnStartedNotification;
  readonly "hook/started": HookStartedNotification;
  readonly "turn/completed": TurnCompletedNotification;
  readonly "hook/completed": HookCompletedNotification;
  readonly "turn/diff/updated": TurnDiffUpdatedNotification;
  readonly "turn/plan/updated": TurnPlanUpdatedNotification;
  readonly "item/started": ItemStartedNotification;
  readonly "item/autoApprovalReview/started": ItemGuardianApprovalReviewStartedNotification;
  readonly "item/autoApprovalReview/completed": ItemGuardianApprovalReviewCompletedNotification;
  readonly "autoApprovalReview/strictReviewRequired": StrictReviewRequiredNotification;
  readonly "item/completed": ItemCompletedNotification;
  readonly "item/agentMessage/delta": AgentMessageDeltaNotification;
  readonly "item/plan/delta": PlanDeltaNotification;
  readonly "command/exec/outputDelta": CommandExecOutputDeltaNotification;
  readonly "process/outputDelta": ProcessOutputDeltaNotification;
  readonly "thread/search/partial": ThreadSearchPartialNotification;
  readonly "process/exited": ProcessExitedNotification;
  readonly "item/commandExecution/outputDelta": CommandExecutionOutputDeltaNotification;
  readonly "item/commandExecution/terminalInteraction": TerminalInteractionNotification;
  readonly "item/fileChange/outputDelta": FileChangeOutputDeltaNotification;
  readonly "item/fileChange/patchUpdated": FileChangePatchUpdatedNotification;
  readonly "serverRequest/resolved": ServerRequestResolvedNotification;
  readonly "item/mcpToolCall/progress": McpToolCallProgressNotification;
  readonly "mcpServer/oauthLogin/completed": McpServerOauthLoginCompletedNotification;
  readonly "mcpServer/startupStatus/updated": McpServerStatusUpdatedNotification;
  readonly "mcpServer/event/stream/notification": McpServerEventStreamNotification;
  readonly "account/updated": AccountUpdatedNotification;
  readonly "account/gatewayOAuth/changed": GatewayOAuthChangedNotification;
  readonly "account/rateLimits/updated": AccountRateLimitsUpdatedNotification;
  readonly "app/list/updated": AppListUpdatedNotification;
  readonly "remoteControl/status/changed": RemoteControlStatusChangedNotification;
  readonly "externalAgentConfig/import/progress": ExternalAgentConfigImportProgressNotification;
  readonly "externalAgentConfig/import/completed": ExternalAgentConfigImportCompletedNotification;
  readonly "fs/changed": FsChangedNotification;
  readonly "item/reasoning/summaryTextDelta": ReasoningSummaryTextDeltaNotification;
  readonly "item/reasoning/summaryPartAdded": ReasoningSummaryPartAddedNotification;
  readonly "item/reasoning/textDelta": ReasoningTextDeltaNotification;
  readonly "thread/compacted": ContextCompactedNotification;
  readonly "model/rerouted": ModelReroutedNotification;
  readonly "model/verification": ModelVerificationNotification;
  readonly "modelProvider/authRecoveryStarted": AuthRecoveryNotification;
  readonly "modelProvider/authRecoveryCompleted": AuthRecoveryNotification;
  readonly "turn/moderationMetadata": TurnModerationMetadataNotification;
  readonly "model/safetyBuffering/updated": ModelSafetyBufferingUpdatedNotification;
  readonly "warning": WarningNotification;
  readonly "guardianWarning": GuardianWarningNotification;
  readonly "deprecationNotice": DeprecationNoticeNotification;
  readonly "configWarning": ConfigWarningNotification;
  readonly "fuzzyFileSearch/sessionUpdated": FuzzyFileSearchSessionUpdatedNotification;
  readonly "fuzzyFileSearch/sessionCompleted": FuzzyFileSearchSessionCompletedNotification;
  readonly "thread/realtime/started": ThreadRealtimeStartedNotification;
  readonly "thread/realtime/itemAdded": ThreadRealtimeItemAddedNotification;
  readonly "thread/realtime/item/started": ThreadRealtimeItemStartedNotification;
  readonly "thread/realtime/item/transcript/delta": ThreadRealtimeItemTranscriptDeltaNotification;
  readonly "thread/realtime/item/completed": ThreadRealtimeItemCompletedNotification;
  readonly "thread/realtime/transcript/delta": ThreadRealtimeTranscriptDeltaNotification;
  readonly "thread/realtime/transcript/done": ThreadRealtimeTranscriptDoneNotification;
  readonly "thread/realtime/outputAudio/delta": ThreadRealtimeOutputAudioDeltaNotification;
  readonly "thread/realtime/sdp": ThreadRealtimeSdpNotification;
  readonly "thread/realtime/error": ThreadRealtimeErrorNotification;
  readonly "thread/realtime/closed": ThreadRealtimeClosedNotification;
  readonly "windows/worldWritableWarning": WindowsWorldWritableWarningNotification;
  readonly "windowsSandbox/setupCompleted": WindowsSandboxSetupCompletedNotification;
  readonly "account/login/completed": AccountLoginCompletedNotification;
};
