import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { tellingValue } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { requiredOnly } from '../../scenarios/lifecycle/round-trip/bodies.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { change, type Living, make, readOf } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { type Unchangeable, unchangeables } from '../../subjects/unchangeable.ts';

/** The creation, a change that names another value, and where that was refused the same one with the present values; undefined where it was not sent. */
type Result = { readonly made: Sent; readonly changed?: Sent; readonly control?: Sent };

/** Does an answer refuse the change, and not the caller or the condition. */
const isRefusal = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500 && ![401, 403, 404, 412, 428, 429].includes(status);
};

export const unchangeableStays = defineProbe<Unchangeable, Result>({
  id: 'lifecycle/unchangeable-stays',
  title: 'A value that the document says cannot be changed is not changed',
  why: 'Numbers that are printed on labels, and slugs that others link to, lead to nothing or to something else once they change.',
  fix: 'Refuse another value in a change, or leave the member out of what a change stores, as the document says.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...unchangeables(contract)],
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 11, creates: 1 }),
  async run({ trip, operation, member: { name, schema } }, session) {
    const pathValues = await parentValues(session, trip);
    const made = await make({ session, trip, pathValues }, 'unchangeable', (base) => base);
    const { id, exchange: creation } = made;
    if (id === undefined) return { made };
    const way: Living = { session, trip, pathValues, creation, id };
    const read = await readOf(way, creation, id);
    const other = tellingValue(session.contract.document, schema, freshFor(session, 'unchangeable-other'), name);
    const now = read?.resource[name];
    if (!read || now === undefined || now === null || other === undefined || isSameValue(other, now)) return { made };
    const members = bodyMembers(session.contract, operation);
    const held = Object.fromEntries(
      members.flatMap((one) => (read.resource[one.name] === undefined ? [] : [[one.name, read.resource[one.name]] as const])),
    );
    const base = operation.method === 'PUT' ? held : requiredOnly(members, held);
    const changed = await change(way, operation, { ...base, [name]: other });
    if (!isRefusal(changed.exchange)) return { made, changed };
    // Of a PATCH another member with its present value: a service may refuse the member itself, whatever its value.
    const beside = Object.entries(held).find(([one, value]) => one !== name && value !== null);
    const { [name]: _own, ...without } = base;
    const control = operation.method === 'PUT' ? base : { ...without, ...(beside && { [beside[0]]: beside[1] }) };
    return { made, changed, control: await change(way, operation, control) };
  },
  judge({ member: { name }, sentence, isRefused }, { made, changed, control }) {
    if (!changed) return inconclusive(`Nothing was made that shows ${name}, or no other value of it is known`, [made.exchange]);
    const { exchange, before, looks, body } = changed;
    const read = looks.findLast(({ word }) => word === 'read');
    const old = before?.[name];
    const where = `/${name}`;
    if (control)
      return isSuccess(control.exchange)
        ? pass(1)
        : inconclusive('A change with the present values is refused too', [exchange, control.exchange]);
    if (!isSuccess(exchange) || statusOf(exchange) === 202)
      return inconclusive(`The change was answered ${outcomeOf(exchange)}`, [exchange]);
    if (!read) return inconclusive('Nothing could be read after the change', [exchange]);
    if (isSameValue(read.resource[name], body[name]) && !isSameValue(read.resource[name], old)) {
      const finding = {
        code: 'unchangeable-changed',
        where,
        expected: `${shown(old)}, as before: "${sentence}"`,
        actual: shown(read.resource[name]),
      };
      return unconfirmed(fail(finding, [read.exchange, exchange]));
    }
    if (!isRefused) return pass(1);
    const finding = {
      code: 'unchangeable-accepted',
      where,
      expected: `a 4xx to ${shown(body[name])}: "${sentence}"`,
      actual: outcomeOf(exchange),
    };
    return unconfirmed(fail(finding, [exchange, read.exchange]));
  },
});
