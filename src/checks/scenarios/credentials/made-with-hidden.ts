import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Schema } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { tellingValue } from '../../../generators/whole-body.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { hiddenNames, isTelling } from '../../subjects/hidden-members.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { parentValues } from '../lifecycle/round-trip/parents.ts';
import type { Sent } from '../lifecycle/round-trip/results.ts';
import { make } from '../lifecycle/round-trip/steps.ts';
import { ifTried, type Way } from '../lifecycle/round-trip/way.ts';

/** Texts that differ from what stands for nothing, where a pattern allows them. */
const amounts = ['12.50', '12.5', '12'];

/** A value of a member that shows that it is there. */
const valueFor = (session: Session, name: string, schema: Schema): unknown => {
  const choices = isObject(schema) ? [schema['anyOf'], schema['oneOf']].flat().filter((one) => isObject(one)) : [];
  const { document } = session.contract;
  const made = [schema, ...choices].map((one) => tellingValue(document, one, freshFor(session, 'hidden'), name));
  return [...made, ...amounts].find((value) => isTelling(value) && mayBeSent(document, schema, value));
};

/** The types whose creation takes a member that the document hides from a role. */
export const hidingTrips = (contract: Contract): readonly Trip[] => {
  const names = hiddenNames(contract);
  return roundTrips(contract).filter((trip) => bodyMembers(contract, trip.create).some(({ name }) => names.has(name)));
};

/** A resource that the run made with every member set that the document hides from a role, and the way to it; undefined where none could be made. */
export type MadeWithHidden = { readonly way: Omit<Way, 'session'>; readonly sent: Sent; readonly id: string };

/** Makes one with the key, for all reads that show it. */
export const madeWithHidden = defineScenario<{ readonly operation: string }, MadeWithHidden | undefined>({
  id: 'made-with-hidden',
  async run(session, { operation }) {
    const { contract, target } = session;
    const trip = hidingTrips(contract).find(({ create }) => create.key === operation);
    if (!trip || !isAllowed(trip.create, target)) return undefined;
    const names = hiddenNames(contract);
    const values = bodyMembers(contract, trip.create)
      .filter(({ name }) => names.has(name))
      .flatMap(({ name, schema }) => {
        const value = valueFor(session, name, schema);
        return value === undefined ? [] : [[name, value] as const];
      });
    const pathValues = values.length === 0 ? undefined : await ifTried(parentValues(session, trip));
    if (pathValues === undefined) return undefined;
    const way = { trip, pathValues };
    const sent = await ifTried(make({ ...way, session }, 'hidden', (base) => ({ ...base, ...Object.fromEntries(values) })));
    return sent?.id !== undefined && isSuccess(sent.exchange) ? { way, sent, id: sent.id } : undefined;
  },
});
