/**
 * As much of playwright-core as the cases use: it is fetched for the run, and has no types here.
 *
 * @module
 */

/** What a test sees of an element. */
export interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  press(key: string): Promise<void>;
  waitFor(options?: { state?: "visible" | "hidden" | "attached" | "detached" }): Promise<void>;
  count(): Promise<number>;
  innerText(): Promise<string>;
  inputValue(): Promise<string>;
  textContent(): Promise<string | null>;
  getAttribute(name: string): Promise<string | null>;
  isVisible(): Promise<boolean>;
  first(): Locator;
  last(): Locator;
  locator(selector: string): Locator;
}

/** How to find an element. */
export interface Finder {
  locator(selector: string): Locator;
  getByRole(role: string, options?: { name?: string | RegExp; exact?: boolean }): Locator;
  getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
}

/** A tab. */
export interface Page extends Finder {
  goto(url: string): Promise<{ status(): number } | null>;
  reload(): Promise<unknown>;
  close(): Promise<void>;
  url(): string;
  title(): Promise<string>;
  bringToFront(): Promise<void>;
  context(): Context;
  /** What an expression gives in the page. */
  evaluate<R>(expression: string): Promise<R>;
  screenshot(options: { path: string; type?: "png" }): Promise<unknown>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(options: { colorScheme?: "light" | "dark" }): Promise<void>;
  on(event: string, listener: (detail: never) => void): void;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
}

/** A browser's profile. */
export interface Context {
  newPage(): Promise<Page>;
  pages(): Page[];
  close(): Promise<void>;
  setDefaultTimeout(ms: number): void;
  newCDPSession(page: Page): Promise<{ send(method: string): Promise<unknown> }>;
}

/** A browser. */
export interface Browser {
  newContext(options?: {
    viewport?: { width: number; height: number };
    colorScheme?: "light" | "dark";
    reducedMotion?: "reduce";
  }): Promise<Context>;
  close(): Promise<void>;
}

/** The module. */
export interface Playwright {
  readonly chromium: {
    launch(options: { executablePath: string; args: readonly string[] }): Promise<Browser>;
  };
}
