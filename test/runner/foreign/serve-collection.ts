import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

/** A service with one collection, whose items can be created, read, listed, changed and removed. */
export type Collection = {
  /** The first segment of its paths. */
  readonly root: string;
  /** The member that each item needs, a text. */
  readonly name: string;
  /** The status of a refusal. */
  readonly refusal: number;
  /** Is the body of a creation taken? */
  readonly takes: (body: Json) => boolean;
  /** Is an item taken as a change would leave it? */
  readonly takesChange: (item: Json) => boolean;
  /** What is stored of the body of a creation. */
  readonly stored?: (body: Json) => Json;
};

/** Serves a collection on 127.0.0.1, judges it with one check by a document, and gives the broken requirements with their levels, the number of passes and the ids of what is left. */
export const judgeCollection = async (
  document: object,
  { root, name, refusal, takes, takesChange, stored = (body) => body }: Collection,
  check: string,
  maxCreates: number,
): Promise<{ readonly failed: readonly string[]; readonly passed: number; readonly left: readonly string[] }> => {
  const all = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, first, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (first !== root || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (incoming.method === 'PATCH') {
        const changed = { ...all.get(id ?? ''), ...body };
        if (!takesChange(changed)) return give(refusal);
        all.set(id ?? '', changed);
        return give(200, changed);
      }
      if (typeof body[name] !== 'string' || !takes(body)) return give(refusal);
      const made = { ...stored(body), id: `s-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates,
    credentials: [],
    selection: { only: [check], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ case: { requirement, level }, verdict }) => (verdict.kind === 'fail' ? [`${requirement} ${level}`] : [])),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    left: [...all.keys()],
  };
};
