import { isObject } from '../../../../contract/pointer.ts';
import type { Contract } from '../../../../contract/model.ts';
import type { BodyMember } from '../../../../generators/body-members.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { resolvedSchema } from '../../../../generators/resolved-schema.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';

const hourMs = 3_600_000;

/** Half of the world is ahead of UTC; no zone of a whole hour is written as a service writes its own. */
const offset = { text: '+02:00', ms: 2 * hourMs };

/** The same moment as a clock two hours ahead of UTC shows it (RFC 3339, section 5.6); undefined of what is no moment. */
const elsewhere = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/iu.test(value)) return undefined;
  const iso = new Date(Date.parse(value) + offset.ms).toISOString();
  const moved = `${iso.slice(0, 19)}${offset.text}`;
  return moved === value ? undefined : moved;
};

/** The moments of a body or resource, written with another offset from UTC; empty where it has none, or where their schemas take none. */
export const zonedTimes = (document: Contract['document'], members: readonly BodyMember[], usual: Resource): Resource =>
  Object.fromEntries(
    members.flatMap(({ name, schema }) => {
      const resolved = resolvedSchema(document, schema);
      const isMoment = isObject(resolved) && resolved['format'] === 'date-time';
      const value = isMoment ? elsewhere(usual[name]) : undefined;
      return value !== undefined && mayBeSent(document, schema, value) ? [[name, value] as const] : [];
    }),
  );
