import type { ToldLimit, ToldMeasure } from '../../../contract/infer/told-limits.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { isTolerated } from '../../../generators/breaches/tolerated.ts';
import { nearestBreaches } from '../../../generators/breaches/nearest.ts';
import { memberValue } from '../../../generators/member-value.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { resolvedSchema, withItem } from '../../../generators/resolved-schema.ts';
import { descriptionsIn, itemsOf } from '../../../contract/infer/schema-parts.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { makingFor, usableRequest } from '../../requests/usable-request.ts';
import { controlCost, isControlled, onlyControlled } from '../../scenarios/calls/control.ts';
import { type ToldLimits, toldLimits } from '../../subjects/told-limits.ts';
import { shownMember } from './told-refused.ts';
import { holdsValue } from '../../../model/request.ts';

type Tried = { readonly limit: ToldLimit; readonly value: unknown; readonly exchange: Exchange };

type Result = { readonly tried: readonly Tried[]; readonly control: boolean };

/** The schema of a member with a limit that only its text names. */
const limited = (session: Session, { member }: ToldLimits, { keyword, limit, ofEntries }: ToldLimit): Readonly<Record<string, unknown>> => {
  const { document } = session.contract;
  const own = resolvedSchema(document, member.schema);
  const base = isObject(own) ? own : {};
  if (!ofEntries) return { ...base, [keyword]: limit };
  const items = resolvedSchema(document, itemsOf(document, member.schema) ?? true);
  return { ...base, items: { ...(isObject(items) ? items : {}), [keyword]: limit } };
};

/** The value of a member just beyond a limit, and of no other mistake; undefined where none can be made. */
const beyond = (session: Session, subject: ToldLimits, limit: ToldLimit, current: unknown): unknown => {
  const { operation, member } = subject;
  const { contract } = session;
  const making = makingFor(session, `limit-${member.name}`);
  const made = memberValue(operation, { ...member, schema: withItem(member.schema) }, making);
  const usual = current ?? (made.kind === 'value' ? made.value : undefined);
  // An entry that is the id of something exists once; others like it name nothing.
  const isIds = Array.isArray(usual) && usual.some((one) => typeof one === 'string' && placeholdersIn(one).length > 0);
  if (isIds && limit.keyword === 'maxItems') return undefined;
  const schema = { type: 'object', properties: { [member.name]: limited(session, subject, limit) } };
  const place = limit.ofEntries ? `/${member.name}/0` : `/${member.name}`;
  const breach = nearestBreaches(schema, usual === undefined ? {} : { [member.name]: usual }, {
    document: contract.document,
    pointer: nodeOf(member.location),
  }).find(({ keyword, instancePath }) => keyword === limit.keyword && instancePath === place);
  return breach && valueAt(breach.value, `/${member.name}`);
};

const measureOf = (meant: unknown): number | undefined => {
  if (Array.isArray(meant)) return meant.length;
  if (typeof meant === 'string') return [...meant].length;
  return typeof meant === 'number' ? meant : undefined;
};

/** Does a value keep a limit; undefined where that cannot be told. */
const keeps = (value: unknown, limit: ToldLimit): boolean | undefined => {
  const meant = limit.ofEntries && Array.isArray(value) ? (value[0] as unknown) : value;
  if (limit.keyword === 'pattern') return typeof meant === 'string' ? new RegExp(limit.limit, 'u').test(meant) : undefined;
  const measure = measureOf(meant);
  if (measure === undefined) return undefined;
  return limit.keyword.startsWith('max') ? measure <= limit.limit : measure >= limit.limit;
};

const measureWords = ({ keyword, limit }: ToldMeasure): string => {
  const side = keyword.startsWith('max') ? 'at most' : 'at least';
  const of = keyword.endsWith('Items') ? ' entries' : keyword.endsWith('Length') ? ' characters' : '';
  return `${side} ${limit}${of}`;
};

const words = (limit: ToldLimit, name: string): string => {
  const place = limit.ofEntries ? `an entry of "${name}"` : `"${name}"`;
  return limit.keyword === 'pattern' ? `${place} of blanks alone` : `${place} beyond ${measureWords(limit)}`;
};

const refusals: readonly number[] = [400, 409, 413, 422];

export const toldLimitRefused = defineProbe<ToldLimits, Result>({
  id: 'body/told-limit-refused',
  title: 'A value beyond a limit that only the text names is refused',
  why: 'Who reads the document relies on the limit, and what is stored beyond it breaks the next one who does.',
  fix: 'Check the limit before anything is stored, and write it into the schema too.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: toldLimits,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost({ operation, limits }, { contract }) {
    const { requests, creates } = controlCost(contract, operation);
    return { requests: limits.length + requests, creates };
  },
  async run(subject, session) {
    const { operation, member, limits } = subject;
    const { document } = session.contract;
    const said = [...descriptionsIn(document, member.schema), ...descriptionsIn(document, itemsOf(document, member.schema))];
    const tried: Tried[] = [];
    for (const limit of limits) {
      if (isTolerated(limit.keyword, said)) continue;
      const request = usableRequest(session, operation, `limit-${member.name}-${limit.keyword}`);
      const body = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
      const value = beyond(session, subject, limit, body[member.name]);
      if (value === undefined) continue;
      const exchange = await orSkipped(
        session.send({ ...request, body: askedBody(operation, { ...body, [member.name]: value }), faults: ['value-unusable'] }),
      );
      if (!isSkipped(exchange)) tried.push({ limit, value, exchange });
    }
    const answers = tried.map(({ exchange }) => exchange);
    return { tried, control: answers.some(isSuccess) || (answers.length > 0 && (await isControlled(session, operation, answers))) };
  },
  judge({ operation, member }, { tried, control }) {
    const answers = tried.map(({ exchange }) => exchange);
    // What is brought back to the limit keeps it.
    const taken = tried.find(
      ({ limit, exchange }) =>
        isSuccess(exchange) && statusOf(exchange) !== 202 && keeps(shownMember(exchange, member.name), limit) === false,
    );
    if (taken) {
      const { limit, exchange } = taken;
      const expected = `a refusal of ${operation.key} with ${words(limit, member.name)}`;
      return unconfirmed(
        fail(
          {
            code: 'told-limit-passed',
            where: `request body /${member.name}`,
            expected,
            actual: `status ${outcomeOf(exchange)}, and the answer shows it`,
          },
          [exchange],
        ),
      );
    }
    const refused = tried.filter(({ exchange }) => refusals.includes(statusOf(exchange) ?? 0));
    if (refused.length > 0) return onlyControlled(pass(refused.length), control, answers);
    return inconclusive(`No value of "${member.name}" beyond its limit was refused or shown`, answers);
  },
});
