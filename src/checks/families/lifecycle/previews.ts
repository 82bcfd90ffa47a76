import { parametersIn } from '../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { withReferred } from '../../scenarios/lifecycle/references.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { bodyOf } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type Preview, previews } from '../../subjects/previews.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** A preview and what it is of, sent directly after it; undefined where what they are about was not made. */
type Result = { readonly told?: Exchange; readonly done?: Exchange; readonly creation?: Exchange };

/** Words in the names of amounts. */
const amounts: ReadonlySet<string> = new Set(
  'amount total subtotal price tax taxes discount cost fee fees charge due net gross vat shipping sum credit'.split(' '),
);

const isAmountName = (name: string): boolean => wordsOf(name).some((word) => amounts.has(word));

/** Most levels below the top at which amounts are looked for. */
const deepest = 3;

/** The amounts in a body by their places; what one member alone is around counts as the body itself. */
const amountsIn = (value: unknown, place = '', depth = 0): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  if (depth > deepest) return found;
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((one: unknown, n) => [String(n), one] as const)
    : isObject(value)
      ? Object.entries(value)
      : [];
  for (const [name, one] of entries) {
    const number = typeof one === 'number' ? one : typeof one === 'string' && /^-?\d+\.\d+$/u.test(one) ? Number(one) : undefined;
    if (number !== undefined && isAmountName(name)) found.set(`${place}/${name}`, number);
    for (const [inner, amount] of amountsIn(one, `${place}/${name}`, depth + 1)) found.set(inner, amount);
  }
  return found;
};

const unwrapped = (body: unknown): unknown => {
  const values = isObject(body) ? Object.values(body) : [];
  return values.length === 1 && isObject(values[0]) ? values[0] : body;
};

const several = 3;

/** Whole numbers that say of how much a request is: more than one of it tells more. */
const inNumbers = ({ contract }: Session, operation: Operation, body: Resource): Resource =>
  Object.fromEntries(
    bodyMembers(contract, operation).flatMap(({ name, schema }) => {
      const isNumber = ['quantity', 'qty', 'seats', 'units'].includes(name.toLowerCase()) && mayBeSent(contract.document, schema, several);
      return isNumber && (body[name] === undefined || typeof body[name] === 'number') ? [[name, several] as const] : [];
    }),
  );

const isScalar = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

const compared = async ({ preview, act, flag, on }: Preview, session: Session): Promise<Result> => {
  const { contract } = session;
  const made = on && (await make({ session, trip: on, pathValues: await parentValues(session, on) }, 'previewed', (base) => base));
  if (made && made.id === undefined) return { creation: made.exchange };
  const above = made
    ? [...parametersIn(made.exchange.request.path).map((name) => made.exchange.request.pathValues[name] ?? ''), made.id ?? '']
    : [];
  const at = (operation: Operation): Readonly<Record<string, string>> => {
    const names = parametersIn(operation.path);
    return Object.fromEntries(names.map((name, n) => [name, above.slice(-names.length)[n] ?? '']));
  };
  const decided = (operation: Operation) => (made ? { pathValues: at(operation) } : {});
  const ofPreview = bodyOf({ request: usableRequest(session, preview, 'preview', decided(preview)) });
  const planned = usableRequest(session, act, 'preview', decided(act));
  const asked = bodyMembers(contract, act);
  const known = new Set(asked.map(({ name }) => name));
  const first = { ...Object.fromEntries(Object.entries(ofPreview).filter(([name]) => known.has(name))), ...bodyOf({ request: planned }) };
  const filled = await withReferred(session, { ...planned, body: askedBody(act, { ...first, ...inNumbers(session, act, first) }) });
  const body = bodyOf({ request: filled });
  const names = new Set(bodyMembers(contract, preview).map(({ name }) => name));
  const same = Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name)));
  const base = usableRequest(session, preview, 'preview', decided(preview));
  const query = preview.parameters.flatMap(({ in: where, name }) => {
    const value = body[name];
    return where === 'query' && isScalar(value) ? [[name, String(value)] as const] : [];
  });
  const told = await session.send(
    flag === undefined
      ? {
          ...base,
          query: [...base.query.filter(([name]) => !query.some(([one]) => one === name)), ...query],
          ...(names.size === 0 ? {} : { body: askedBody(preview, same) }),
        }
      : { ...filled, query: [...filled.query.filter(([name]) => name !== flag), [flag, 'true']] },
  );
  if (!isSuccess(told)) return { told };
  return { told, done: await session.send(filled) };
};

export const previewIsKept = defineProbe<Preview, Result>({
  id: 'lifecycle/preview-kept',
  title: 'A preview tells the amounts that the request then gives, where the document says so',
  why: 'People agree to what they are shown. Whoever is charged something else disputes it.',
  fix: 'Compute both by the same function, from the same prices and with the same rounding.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: previews,
  prerequisites: ({ preview, act, on }, around) =>
    on
      ? [...prerequisitesFor(on.create, around), ...permissionsFor(preview), ...permissionsFor(act)]
      : [...prerequisitesFor(preview, around), ...prerequisitesFor(act, around)],
  cost: () => ({ requests: 8, creates: 2 }),
  run: compared,
  judge({ preview, act, sentence }, { told, done, creation }) {
    if (!told)
      return inconclusive(`Nothing was made to preview: ${creation ? outcomeOf(creation) : 'no creation'}`, creation ? [creation] : []);
    if (!done || !isSuccess(done) || statusOf(done) === 202)
      return inconclusive(`${(done ? act : preview).key} was answered ${outcomeOf(done ?? told)}`, [done ?? told]);
    const [before, after] = [amountsIn(unwrapped(jsonOf(told))), amountsIn(unwrapped(jsonOf(done)))];
    const both = [...before].filter(([place]) => after.has(place));
    if (both.length === 0) return inconclusive('Both answers show no amount at the same place', [told, done]);
    const other = both.find(([place, amount]) => after.get(place) !== amount);
    if (!other) return pass(both.length);
    const [where, amount] = other;
    const finding = {
      code: 'preview-not-kept',
      where,
      expected: `${amount}, as ${preview.key} told for the same values: "${sentence.slice(0, 200)}"`,
      actual: String(after.get(where)),
    };
    return unconfirmed(fail(finding, [done, told], { judged: both.length, breaches: 1 }));
  },
});
