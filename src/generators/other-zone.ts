import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import type { Contract } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import type { BodyMember } from './body-members.ts';
import { resolvedSchema } from './resolved-schema.ts';

const hourMs = 3_600_000;

/** Offset from UTC of the zone in which moments are written: whole hours, of a zone that people live in all year. */
const offsetHours = 2;

/** Words by which a time is that of the place, or is taken in one zone alone. */
const ofOneZone =
  /\b(?:local|wall[- ]clock|only UTC|UTC only|(?:must|has to|have to|needs? to|always) (?:be )?(?:given |sent |written )?in UTC)\b/iu;

const momentInUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u;

/**
 * The moments of a body that are written in UTC, at its top, each as the same moment with the offset of another zone (RFC 3339, section 5.6). Without those of
 * which the document says that they are local times, or UTC alone.
 */
export const inAnotherZone = (
  { document }: Contract,
  members: readonly BodyMember[],
  body: Readonly<Record<string, unknown>>,
): readonly { readonly member: string; readonly value: string }[] => {
  if (saidIn(document['info']).some((text) => ofOneZone.test(text))) return [];
  return members.flatMap(({ name, schema }) => {
    const resolved = resolvedSchema(document, schema);
    const now = body[name];
    const isMoment = isObject(resolved) && resolved['format'] === 'date-time' && resolved['pattern'] === undefined;
    if (!isMoment || typeof now !== 'string' || !momentInUtc.test(now)) return [];
    if (descriptionsIn(document, schema).some((text) => ofOneZone.test(text))) return [];
    const shifted = new Date(Date.parse(now) + offsetHours * hourMs).toISOString().slice(0, 19);
    return [{ member: name, value: `${shifted}+0${offsetHours}:00` }];
  });
};
