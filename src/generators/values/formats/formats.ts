import { base64 } from './base64.ts';
import { date } from './date.ts';
import { dateTime } from './date-time.ts';
import { email, idnEmail } from './email.ts';
import { hostname, idnHostname, ipv6 } from './hosts.ts';
import { ipv4 } from './ipv4.ts';
import { iri, iriReference, jsonPointer, regex, relativeJsonPointer, uriReference, uriTemplate } from './references.ts';
import { duration, time } from './time.ts';
import type { TextFormat } from './text-format.ts';
import { uri } from './uri.ts';
import { uuid } from './uuid.ts';

const ofText = [dateTime, date, time, duration, email, idnEmail, hostname, idnHostname, ipv4, ipv6, uuid, base64] as const;
const ofReferences = [uri, uriReference, iri, iriReference, uriTemplate, jsonPointer, relativeJsonPointer, regex] as const;
/** Every format of texts that is made and judged. Any other is an annotation. */
export const textFormats = [...ofText, ...ofReferences] as const satisfies readonly TextFormat[];

/** Names beside those of JSON Schema: of OpenAPI 3.0, and `url`, which many documents write for `uri`. */
const others = [
  ['byte', base64],
  ['url', uri],
] as const;

const byName = new Map<string, TextFormat>([...textFormats.map((format) => [format.name, format] as const), ...others]);

/** The format of a name; undefined for an unknown one. */
export const formatNamed = (name: string): TextFormat | undefined => byName.get(name);
