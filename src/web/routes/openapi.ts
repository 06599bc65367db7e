/**
 * The OpenAPI document of a table of routes.
 *
 * @module
 */
import { BROWSER_OPTIONS, type BrowserOption } from "../http/options.ts";
import type { BodyShape, Route, Schema } from "../http/route.ts";
import { named, SCHEMAS } from "./schemas.ts";

/** Statuses of the refusals that every route may answer with. */
const COMMON = [400, 401, 403, 500, 503] as const;

const MEANINGS: Readonly<Record<number, string>> = {
  400: "The request is invalid, or sets an option that is not allowed",
  401: "The user is unknown, if `authorize` answers so",
  403: "A page of another origin, or a user without permission",
  404: "There is no such thing, or it is another user's",
  409: "It is too late, or something is in the way",
  413: "The body is too large",
  415: "The body is not JSON",
  500: "Something went wrong",
  503: "Codex is not available at the moment",
};

/** An OpenAPI document. */
export interface OpenApiDocument {
  /** The version of OpenAPI. */
  readonly openapi: string;
  /** What it is. */
  readonly info: { readonly title: string; readonly version: string };
  /** The address below which the paths lie. */
  readonly servers: readonly { readonly url: string }[];
  /** The operations by path and method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The shapes. */
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/**
 * Makes the document.
 *
 * @param routes The table.
 * @param basePath The path below which the routes lie.
 * @param allowed The options that a browser may set.
 */
export function openApi(
  routes: readonly Route[],
  basePath: string,
  allowed: readonly BrowserOption[],
): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const operations = paths[route.path] ??= {};
    operations[route.method.toLowerCase()] = operation(route, allowed);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Codex threads", version: "1" },
    servers: [{ url: basePath || "/" }],
    paths,
    components: { schemas: SCHEMAS },
  };
}

function operation(route: Route, allowed: readonly BrowserOption[]): unknown {
  const { operationId, summary, body, answer, query = {}, refusals = [] } = route;
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const parameters = [
    ...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
    ...Object.entries(query).map(([name, schema]) => ({ name, in: "query", schema })),
  ];
  const { status, description, schema, type = "application/json" } = answer;
  const content = schema === undefined ? {} : { content: { [type]: { schema } } };
  const statuses = [...COMMON, ...refusals, ...body === undefined ? [] : [413, 415]];
  return {
    operationId,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: requestBody(body, allowed) }),
    responses: {
      [status]: { description, ...content },
      ...Object.fromEntries(
        statuses.sort().map((status) => [status, {
          description: MEANINGS[status],
          content: { "application/json": { schema: named("Error") } },
        }]),
      ),
    },
  };
}

function requestBody(
  { fields, required = [], options }: BodyShape,
  allowed: readonly BrowserOption[],
) {
  const names = allowed.filter((name) =>
    options === "thread" || options === "turn" && BROWSER_OPTIONS[name] === "both"
  );
  const schema: Schema = {
    type: "object",
    properties: { ...fields, ...Object.fromEntries(names.map((name) => [name, {}])) },
    required,
    additionalProperties: false,
  };
  return { required: required.length > 0, content: { "application/json": { schema } } };
}
