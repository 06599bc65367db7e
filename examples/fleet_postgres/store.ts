/**
 * A store of threads in PostgreSQL. Who may write is decided in SQL: a row for each key has its epoch,
 * and is locked by whoever writes or takes over.
 *
 * @module
 */
import { InvalidInputError } from "@codex-js/sdk";
import { TakenError, type TakenKey, type ThreadStore } from "@codex-js/sdk/durable";

/**
 * As much of `Pool` of npm's `pg` as is used. Not `connect()`: a client of it that is lost between two
 * queries has an `error` event, which ends the program if nobody listens.
 */
export interface Pool {
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Row[] }>;
  end(): Promise<void>;
}

type Row = Readonly<Record<string, unknown>>;

/** What the store needs of the database; may be run again. */
export const SCHEMA = `
create table if not exists thread_keys (
  key text primary key,
  epoch bigint not null,
  deleted boolean not null
);
create table if not exists thread_parts (
  key text not null references thread_keys,
  file text not null,
  id bigserial,
  data bytea not null,
  primary key (key, file, id)
);

create or replace function thread_take(k text)
returns table (epoch bigint, file text, data bytea) language plpgsql as $$
declare
  held bigint;
begin
  -- Waits for whoever is writing; what it has written is seen by the next query.
  insert into thread_keys as t values (k, 1, false) on conflict on constraint thread_keys_pkey
    do update set epoch = t.epoch + 1, deleted = false returning t.epoch into held;
  return query select held, null::text, null::bytea;
  return query select held, p.file, string_agg(p.data, ''::bytea order by p.id)
    from thread_parts p where p.key = k group by p.file;
end $$;

create or replace function thread_delete(k text)
returns void language plpgsql as $$
begin
  update thread_keys set epoch = epoch + 1, deleted = true where key = k and not deleted;
  delete from thread_parts
    where key = k and (select deleted from thread_keys where key = k);
end $$;

create or replace function thread_append(k text, e bigint, f text, p bigint, lines bytea)
returns text language plpgsql as $$
declare
  held bigint;
  size bigint;
  known bytea;
begin
  select epoch into held from thread_keys where key = k and not deleted for update;
  if held is distinct from e then return 'taken'; end if;
  select coalesce(sum(length(data)), 0) into size from thread_parts where key = k and file = f;
  if p > size then return 'beyond the end'; end if;
  if p < size then
    select substring(string_agg(data, ''::bytea order by id) from p::int + 1 for length(lines))
      into known from thread_parts where key = k and file = f;
    if substring(lines from 1 for length(known)) <> known then return 'other bytes'; end if;
    lines := substring(lines from length(known) + 1);
  end if;
  if length(lines) > 0 then
    insert into thread_parts (key, file, data) values (k, f, lines);
  end if;
  return 'kept';
end $$;

create or replace function thread_replace(k text, e bigint, f text, whole bytea)
returns text language plpgsql as $$
declare
  held bigint;
begin
  select epoch into held from thread_keys where key = k and not deleted for update;
  if held is distinct from e then return 'taken'; end if;
  delete from thread_parts where key = k and file = f;
  insert into thread_parts (key, file, data) values (k, f, whole);
  return 'kept';
end $$;
`;

/** As JSON, so that any string is a text for PostgreSQL, which takes no zero characters. */
const named = (text: string): string => JSON.stringify(text);

/**
 * A store in a database that has {@linkcode SCHEMA}.
 *
 * @param pool Connections to it.
 */
export function postgresStore(pool: Pool): ThreadStore {
  const write = async (key: string, epoch: number, query: string, values: readonly unknown[]) => {
    const { rows: [row] } = await pool.query(query, [named(key), epoch, ...values]);
    if (row?.outcome === "taken") throw new TakenError(key, epoch);
    if (row?.outcome === "kept") return;
    throw new InvalidInputError("position", `Cannot write ${values[0]}: ${row?.outcome}`);
  };
  return {
    async take(key): Promise<TakenKey> {
      const { rows } = await pool.query("select * from thread_take($1)", [named(key)]);
      const files = rows.filter(({ file }) => file !== null).map(({ file, data }) => ({
        path: JSON.parse(file as string) as string,
        data: new Uint8Array(data as Uint8Array),
      }));
      return { epoch: Number(rows[0]?.epoch), files };
    },
    async append(key, epoch, file, position, lines) {
      if (lines.length > 0 && lines.at(-1) !== 10) {
        throw new InvalidInputError("lines", "Cannot append: no whole lines");
      }
      const query = "select thread_append($1, $2, $3, $4, $5) as outcome";
      await write(key, epoch, query, [named(file), position, lines]);
    },
    replace: (key, epoch, file, data) =>
      write(key, epoch, "select thread_replace($1, $2, $3, $4) as outcome", [named(file), data]),
    async list() {
      const { rows } = await pool.query("select key from thread_keys where not deleted");
      return rows.map((row) => JSON.parse(row.key as string));
    },
    async delete(key) {
      await pool.query("select thread_delete($1)", [named(key)]);
    },
  };
}
