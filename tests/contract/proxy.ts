/**
 * A proxy that lets nothing through, and tells what it was asked for.
 *
 * @module
 */
import { createServer } from "node:net";

/** The requests that a proxy got, as `CONNECT github.com:443 HTTP/1.1`. */
export async function askedOf(
  use: (env: Record<string, string>) => Promise<void>,
): Promise<string[]> {
  const asked: string[] = [];
  const proxy = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => {
      asked.push(`${data}`.split("\r\n")[0] ?? "");
      socket.destroy();
    });
  });
  try {
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const { port } = proxy.address() as { port: number };
    const names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    const proxies = names.map((name) => [name, `http://127.0.0.1:${port}`]);
    await use({ ...Object.fromEntries(proxies), no_proxy: "", NO_PROXY: "" });
  } finally {
    proxy.close();
  }
  return asked;
}
