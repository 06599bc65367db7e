/**
 * A worker: serves the threads to Restate, and tells the events of its turns.
 *
 * Its one argument is JSON; see `main.ts`.
 *
 * @module
 */
import { Ingress, loadRestate } from "./restate.ts";
import { type Place, services } from "./thread.ts";

/** What a worker is told. */
export interface WorkerOptions extends Omit<Place, "url"> {
  /** Where Restate is installed. */
  readonly modules: string;
  /** Restate's ingress. */
  readonly ingress: string;
  /** Where events go. */
  readonly events: string;
}

if (import.meta.main) {
  const options: WorkerOptions = JSON.parse(Deno.args[0] ?? "");
  const restate = await loadRestate(options.modules);
  // Asked by the other workers alone.
  const control = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const { key, text } = await request.json();
      return Response.json(await own.steer(key, text));
    },
  );
  const url = `http://127.0.0.1:${control.addr.port}`;
  // One after another: readers count on the order.
  let told: Promise<unknown> = Promise.resolve();
  const own = services(
    restate,
    new Ingress(options.ingress),
    { ...options, url },
    (key, n, event) => {
      const body = JSON.stringify({ worker: options.worker, key, n, event });
      const post = () =>
        fetch(options.events, { method: "POST", body }).then((r) => r.body?.cancel());
      told = told.then(post).catch(() => {});
    },
  );
  const port = await restate.serve({ services: own.services, port: 0 });
  await fetch(options.events, {
    method: "POST",
    body: JSON.stringify({ worker: options.worker, port }),
  }).then((response) => response.body?.cancel());
}
