import { base64 } from './base64.ts';
import { date } from './date.ts';
import { dateTime } from './date-time.ts';
import { email } from './email.ts';
import { ipv4 } from './ipv4.ts';
import type { TextFormat } from './text-format.ts';
import { uri } from './uri.ts';
import { uuid } from './uuid.ts';

/** Every format of texts that is made and judged. Any other is an annotation. */
export const textFormats = [dateTime, date, email, ipv4, uri, uuid, base64] as const satisfies readonly TextFormat[];

const byName = new Map<string, TextFormat>([...textFormats.map((format) => [format.name, format] as const), ['byte', base64]]);

/** The format of a name; undefined for an unknown one. */
export const formatNamed = (name: string): TextFormat | undefined => byName.get(name);
