/**
 * The error for what a handler refuses.
 *
 * @module
 */

/**
 * The handler has refused a request, or something else has answered it. The status is 404 if the thread
 * does not exist or belongs to somebody else, 409 if a question has already been answered, 401 without a
 * login, and 200 if a proxy or a development server has answered with a page of its own.
 *
 * @category Web
 */
export class WebClientError extends Error {
  // Not assigned in the constructor, which fails in a page that has frozen `Error.prototype`.
  /** The name of the class. */
  override readonly name: string = "WebClientError";
  /** The HTTP status of the answer. */
  declare readonly status: number;
  /** What went wrong, for programs: the handler's `code`; "http" if the answer has none. */
  declare readonly code: string;

  /**
   * Created by the client.
   *
   * @param message What failed, and why.
   * @param status The HTTP status of the answer.
   * @param code What went wrong, for programs.
   */
  constructor(message: string, status: number, code: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
