/**
 * What the organisation requires (`requirements.toml`, device management).
 *
 * @module
 */

/** The approval policies that are allowed, from an answer to `configRequirements/read`; null for any. */
export function allowedPolicies(answer: unknown): readonly unknown[] | null {
  const { requirements } = Object(answer) as { requirements?: unknown };
  const { allowedApprovalPolicies: allowed } = Object(requirements) as {
    allowedApprovalPolicies?: unknown;
  };
  return Array.isArray(allowed) ? allowed : null;
}
