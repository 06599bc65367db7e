/**
 * The routes that are about no thread: models and account.
 *
 * @module
 */
import { json } from "../http/answers.ts";
import type { Route } from "../http/route.ts";
import { named } from "./schemas.ts";
import type { WebAccount, WebModel } from "./shapes.ts";

/** The routes. */
export const SERVER_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/models",
    operationId: "listModels",
    summary: "The models that Codex offers",
    answer: { status: 200, description: "The models", schema: named("Models") },
    run: async ({ hub }) => {
      const models = (await (await hub.server()).listModels()).map((model): WebModel => ({
        id: model.id,
        displayName: model.displayName,
        description: model.description,
        isDefault: model.isDefault,
        defaultReasoningEffort: model.defaultReasoningEffort,
        supportedReasoningEfforts: model.supportedReasoningEfforts.map(
          ({ reasoningEffort }) => reasoningEffort,
        ),
      }));
      return json({ models });
    },
  },
  {
    method: "GET",
    path: "/account",
    operationId: "readAccount",
    summary: "Which kind of login Codex uses, but not whose it is",
    needs: "account",
    answer: { status: 200, description: "The login", schema: named("Account") },
    run: async ({ hub }) => {
      const { account, requiresOpenaiAuth } = await (await hub.server()).account();
      const { type, planType } = (account ?? {}) as { type?: string; planType?: string };
      const told: WebAccount = {
        account: type === undefined ? null : {
          type,
          ...(planType === undefined ? {} : { planType }),
        },
        requiresOpenaiAuth,
      };
      return json(told);
    },
  },
];
