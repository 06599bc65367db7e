/**
 * What a handler refuses.
 *
 * @module
 */

/**
 * The handler has refused a request. Its answer to a thread of somebody else, and to one that there is
 * not, is 404; to a question that was answered already, 409; without a login, 401.
 *
 * @category Web
 */
export class WebClientError extends Error {
  /** The status of the answer. */
  declare readonly status: number;
  /** What went wrong, for programs: the handler's `code`; "http" where the answer has none. */
  declare readonly code: string;

  /**
   * Made by the client.
   *
   * @param message What could not be done, and why.
   * @param status The status of the answer.
   * @param code What went wrong.
   */
  constructor(message: string, status: number, code: string) {
    super(message);
    this.name = "WebClientError";
    this.status = status;
    this.code = code;
  }
}
