import { parametersIn } from '../../contract/infer/path-template.ts';
import { isObject } from '../../contract/pointer.ts';
import { askedBody } from '../../generators/request-body.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import type { Trip } from '../subjects/round-trips.ts';
import { idAsDeclared } from './id-as-declared.ts';
import { usableRequest } from './usable-request.ts';

/** What is created below a parent, or names it in a member of its body, or of the entries of a list in that. */
export type Child = { readonly child: Trip; readonly by: string | undefined; readonly inside?: string };

/** A body whose list has its first entry alone, and that names something else. */
const namedInside = (value: Readonly<Record<string, unknown>>, list: string, by: string, id: string): Readonly<Record<string, unknown>> => {
  const entries: unknown = value[list];
  const [first]: readonly unknown[] = Array.isArray(entries) ? entries : [];
  if (!isObject(first)) return {};
  return { [list]: [{ ...first, [by]: typeof first[by] === 'number' ? Number(id) : id }] };
};

/**
 * The creation of a child of one parent.
 * @param made The creation of the parent.
 * @param settings Members of the body that have a value of their own.
 * @throws {NotTried} when a value in it can only come from the operator.
 */
export const childCreation = (
  session: Session,
  { child, by, inside }: Child,
  purpose: string,
  { made, id }: { readonly made: Exchange; readonly id: string },
  settings: Readonly<Record<string, unknown>> = {},
): PlannedRequest => {
  const withSettings = (request: PlannedRequest, named: Readonly<Record<string, unknown>>): PlannedRequest => {
    const value = holdsValue(request.body) ? request.body.value : undefined;
    const isSame = Object.keys(settings).length + Object.keys(named).length === 0;
    return !isObject(value) || isSame ? request : { ...request, body: askedBody(child.create, { ...value, ...named, ...settings }) };
  };
  if (by !== undefined && inside !== undefined) {
    const request = usableRequest(session, child.create, purpose);
    const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
    return withSettings(request, namedInside(value, inside, by, id));
  }
  if (by !== undefined) {
    // What names one of its own type is created where that is.
    const isBeside = child.create.path === made.request.path && parametersIn(child.create.path).length > 0;
    return withSettings(usableRequest(session, child.create, purpose, isBeside ? { pathValues: made.request.pathValues } : {}), {
      [by]: idAsDeclared(session.contract, child.create, by, id),
    });
  }
  const names = parametersIn(child.create.path);
  const outer = parametersIn(made.request.path).map((name) => made.request.pathValues[name]);
  const pathValues = Object.fromEntries(
    names.flatMap((name, n) => {
      const value = n === names.length - 1 ? id : outer[n];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  return withSettings(usableRequest(session, child.create, purpose, { pathValues }), {});
};
