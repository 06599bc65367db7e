/**
 * Where the code lies: what npm's package.json says of it, and what its documents link to.
 *
 * @module
 */

/** The fields of package.json that name the repository. */
export interface RepositoryFields {
  readonly repository: { readonly type: "git"; readonly url: string };
  readonly homepage: string;
  readonly bugs: { readonly url: string };
}

/** The repository's address, as GitHub Actions tells it; null on any other machine. */
export function repositoryUrl(env: Readonly<Record<string, string>>): string | null {
  const name = env.GITHUB_REPOSITORY;
  return name ? `${env.GITHUB_SERVER_URL || "https://github.com"}/${name}` : null;
}

/** Provenance on npm wants `repository.url` to be the repository that the workflow runs in. */
export function repositoryFields(url: string): RepositoryFields {
  return {
    repository: { type: "git", url: `git+${url}.git` },
    homepage: `${url}#readme`,
    bugs: { url: `${url}/issues` },
  };
}
