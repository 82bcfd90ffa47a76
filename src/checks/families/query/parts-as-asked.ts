import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { filled } from '../../scenarios/paging/filled-list.ts';
import { chosenParts, type PartsChosen } from '../../subjects/chosen-parts.ts';
import { collectionAt, pageItems } from '../../subjects/collection.ts';

type Asked = { readonly value: string; readonly members: readonly string[]; readonly exchange: Exchange };

type Result = { readonly plain: Exchange; readonly asked: readonly Asked[]; readonly unknown: Exchange | undefined };

/** Members that say what a resource is, and are shown whatever is asked for. */
const always: ReadonlySet<string> = new Set(
  'id,_id,uuid,type,object,kind,href,self,url,uri,link,links,_links,key,slug,etag,version,_etag'.split(','),
);

/** The resources in an answer. */
const resourcesIn = (
  contract: Contract,
  { operation, isList }: PartsChosen,
  exchange: Exchange,
): readonly Readonly<Record<string, unknown>>[] => {
  if (!isSuccess(exchange)) return [];
  const collection = isList ? collectionAt(contract, operation.key) : undefined;
  const found = isList ? ((collection && pageItems(collection, exchange)) ?? []) : [jsonOf(exchange)];
  return found.filter((one) => isObject(one));
};

const isThere = (resource: Readonly<Record<string, unknown>>, name: string): boolean => resource[name] !== undefined;

/** May a resource have a part: not where it shows that it refers to none. */
const mayHave = (resource: Readonly<Record<string, unknown>>, name: string): boolean =>
  Object.entries(resource).every(
    ([other, value]) => wordsOf(other).join(' ') !== `${wordsOf(name).join(' ')} id` || (value !== null && value !== undefined),
  );

export const partsAsAsked = defineProbe<PartsChosen, Result>({
  id: 'query/parts-as-asked',
  title: 'A parameter that chooses what a resource shows gives what is asked for and nothing else',
  why: 'A client that asks for a part reads nothing where it is missing, and one that asks for none is slowed down by all of them.',
  fix: 'Show the named parts, and only those, and refuse unknown names where the document says so.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'nothing',
  over: (contract) => [...chosenParts(contract)],
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ asked }) => ({ requests: 2 + asked.length, creates: 0 }),
  async run({ operation, parameter, asked, refusesUnknown, isList }, session) {
    const collection = isList ? collectionAt(session.contract, operation.key) : undefined;
    if (collection) await filled(session, collection);
    const request = usableRequest(session, operation, 'parts');
    const by = (value: string): typeof request.query => [
      ...request.query.filter(([name]) => name !== parameter.name),
      [parameter.name, value],
    ];
    const plain = await session.send(request);
    const exchanges: Asked[] = [];
    for (const one of asked.slice(0, 6)) exchanges.push({ ...one, exchange: await session.send({ ...request, query: by(one.value) }) });
    const unknown = refusesUnknown
      ? await session.send({ ...request, query: by(`ct-no-such-${parameter.name}`), faults: ['query-unknown-value'] })
      : undefined;
    return { plain, asked: exchanges, unknown };
  },
  judge(subject, { plain, asked, unknown }, { contract }) {
    const { parameter, kind, otherwiseAbsent } = subject;
    const where = `query ${parameter.name}`;
    const without = resourcesIn(contract, subject, plain);
    if (without.length === 0) return inconclusive(`The read was answered ${outcomeOf(plain)} without a resource`, [plain]);
    const extra = [...otherwiseAbsent].find((name) => without.some((one) => isThere(one, name) && one[name] !== null));
    if (extra !== undefined) {
      const finding = { where, expected: `no "${extra}" without ${parameter.name}=${extra}`, actual: 'it is shown' };
      return unconfirmed(fail({ code: 'part-not-asked-for', ...finding }, [plain]));
    }
    const verdicts = asked.map((one): Verdict | Unconfirmed => {
      const { value, members, exchange } = one;
      const found = resourcesIn(contract, subject, exchange);
      const query = `${parameter.name}=${value}`;
      if (found.length === 0) return inconclusive(`${query} was answered ${outcomeOf(exchange)} without a resource`, [exchange]);
      const missing = members.find((name) => {
        const having = found.filter((each) => mayHave(each, name));
        return having.length > 0 && having.every((each) => !isThere(each, name));
      });
      if (missing !== undefined) {
        const finding = { where, expected: `"${missing}" for ${query}`, actual: 'no such member' };
        return unconfirmed(fail({ code: 'part-missing', ...finding }, [exchange, plain]));
      }
      const names = kind === 'picks' ? found.flatMap((each) => Object.keys(each)) : [];
      const other = names.find((name) => !members.includes(name) && !always.has(name) && without.some((each) => isThere(each, name)));
      if (other === undefined) return pass(1);
      const finding = { where, expected: `only ${members.join(' and ')} for ${query}`, actual: `"${other}" as well` };
      return unconfirmed(fail({ code: 'part-not-asked-for', ...finding }, [exchange, plain]));
    });
    if (unknown && isSuccess(unknown)) {
      const finding = { where, expected: 'a refusal of an unknown name, as the document says', actual: `status ${outcomeOf(unknown)}` };
      verdicts.push(unconfirmed(fail({ code: 'unknown-part-accepted', ...finding }, [unknown])));
    } else if (unknown && ![400, 422].includes(statusOf(unknown) ?? 0)) {
      verdicts.push(inconclusive(`An unknown name was answered ${outcomeOf(unknown)}`, [unknown]));
    }
    return (
      verdicts.find(({ kind: one }) => one === 'unconfirmed') ??
      verdicts.find(({ kind: one }) => one === 'inconclusive') ??
      pass(verdicts.length)
    );
  },
});
