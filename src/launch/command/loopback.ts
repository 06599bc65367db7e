/**
 * A model's service on this machine, behind a proxy that would not find it: Codex uses the proxy for requests
 * to 127.0.0.1 too, and waits forever.
 *
 * @module
 */
import type { CodexConfigObject } from "../../core/vocabulary/options.ts";

/** The variables that name a proxy. */
const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] as const;
/** Codex reads the second only if the first is not set. */
const EXEMPT = ["NO_PROXY", "no_proxy"] as const;

/** Where the base URL of a service may be given. */
export interface BaseUrls {
  /** The option `baseUrl`. */
  readonly baseUrl?: string | undefined;
  /** The configuration of the client, or of the thread. */
  readonly config?: CodexConfigObject | undefined;
  /** Raw overrides. */
  readonly configOverrides?: readonly string[] | undefined;
}

/** Returns the hosts on this machine among the base URLs, as `NO_PROXY` names them. */
export function loopbackHosts({ baseUrl, config, configOverrides = [] }: BaseUrls): string[] {
  const { openai_base_url, model_providers } = config ?? {};
  const providers = Object.values(isTable(model_providers) ? model_providers : {});
  const urls = [
    baseUrl,
    openai_base_url,
    ...providers.map((provider) => isTable(provider) ? provider.base_url : undefined),
    ...configOverrides.map((text) =>
      /^(?:openai_base_url|model_providers\..+\.base_url)\s*=\s*["']?([^"']+)/.exec(text)?.[1]
    ),
  ];
  const hosts = urls.flatMap((url) => typeof url === "string" ? loopbackHost(url) ?? [] : []);
  return [...new Set(hosts)];
}

/** Returns the host of a URL if it is this machine, else null. */
export function loopbackHost(url: string): string | null {
  try {
    const host = new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");
    return /^(127(\.\d+){3}|::1|(.+\.)?localhost)$/.test(host) ? host : null;
  } catch {
    return null;
  }
}

/**
 * Returns the variables that exempt hosts from the proxy, each with its previous value added: none if there
 * is no proxy, or none that may be seen.
 *
 * @param hosts The hosts.
 * @param current Reads the environment that Codex will have.
 */
export function exemptions(
  hosts: readonly string[],
  current: (name: string) => string | undefined,
): Record<string, string> {
  const proxied = PROXIES.some((name) => current(name) || current(name.toLowerCase()));
  if (hosts.length === 0 || !proxied) return {};
  const there = EXEMPT.filter((name) => current(name) !== undefined);
  const names = there.length > 0 ? there : EXEMPT.slice(0, 1);
  return Object.fromEntries(names.flatMap((name) => {
    const before = (current(name) ?? "").split(",").map((host) => host.trim()).filter(Boolean);
    const more = hosts.filter((host) => !before.includes(host));
    if (before.includes("*") || more.length === 0) return [];
    return [[name, [...before, ...more].join(",")]];
  }));
}

function isTable(value: unknown): value is CodexConfigObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
