/**
 * One port before several workers: what a load balancer does.
 *
 * @module
 */
import { connect, createServer, type Server, type Socket } from "node:net";

/** Passes connections on to one worker after another. */
export class Balancer {
  readonly #ports: number[] = [];
  readonly #server: Server;
  #next = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts it on a free port. */
  static async start(): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(server);
    server.on("connection", (socket) => balancer.#pass(socket, balancer.#ports.length));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return balancer;
  }

  /** Its port. */
  get port(): number {
    return (this.#server.address() as { readonly port: number }).port;
  }

  /** One more worker. */
  add(port: number): void {
    this.#ports.push(port);
  }

  /** A worker is gone. */
  remove(port: number): void {
    const index = this.#ports.indexOf(port);
    if (index >= 0) this.#ports.splice(index, 1);
  }

  /** Ends. */
  close(): void {
    this.#server.close();
  }

  #pass(client: Socket, attempts: number): void {
    const port = this.#ports[this.#next++ % Math.max(this.#ports.length, 1)];
    if (port === undefined || attempts === 0) return void client.destroy();
    const worker = connect(port, "127.0.0.1");
    worker.once("connect", () => {
      client.pipe(worker).pipe(client);
      const end = () => [client, worker].forEach((socket) => socket.destroy());
      for (const socket of [client, worker]) socket.on("close", end);
    });
    client.on("error", () => {});
    worker.on("error", () => {
      if (worker.connecting || worker.bytesRead === 0 && worker.bytesWritten === 0) {
        this.#pass(client, attempts - 1);
      }
    });
  }
}
