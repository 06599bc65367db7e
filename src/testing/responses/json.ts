/** The objects in an array of unknown values; none if it is not an array. */
export function records(value: unknown): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === "object" && item !== null);
}

/** The value if it is a string, else "". */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
