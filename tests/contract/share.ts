/**
 * The cases that one of several programs runs.
 *
 * @module
 */

/**
 * Every n-th case, for the share `k/n`; all of them without one.
 *
 * @param share `1/3` is the first of three.
 */
export function shareOf<T>(cases: readonly T[], share: string | undefined): readonly T[] {
  if (share === undefined) return cases;
  const [part = 0, of = 0] = share.split("/").map(Number);
  if (!(part >= 1 && part <= of)) throw new Error(`No such share: ${share}`);
  return cases.filter((_, index) => index % of === part - 1);
}
