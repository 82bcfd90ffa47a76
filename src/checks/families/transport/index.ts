import type { Check } from '../../kit/define.ts';
import { bodyIsRead } from './body-is-read.ts';
import { contentTypeAccepted, contentTypeParameterHarmless } from './content-type.ts';
import { charset, validUtf8 } from './encoding.ts';
import { noContentIsEmpty } from './no-content-is-empty.ts';
import { plainHttpWithoutEffect } from './plain-http-without-effect.ts';
import { plainHttpAnswered, plainHttpLocation, plainHttpNotServed, plainHttpRecorded, plainHttpRejected } from './plain-http.ts';
import { printedHeadersAccepted } from './printed-headers-accepted.ts';
import { certificateVerifies, handshakeCompletes, httpsServed, protocolCurrent } from './tls.ts';

/** The checks of the family `transport`, in the order in which they run within a stage. */
export const transportChecks: readonly Check[] = [
  httpsServed,
  handshakeCompletes,
  protocolCurrent,
  certificateVerifies,
  plainHttpNotServed,
  printedHeadersAccepted,
  plainHttpLocation,
  plainHttpRejected,
  plainHttpAnswered,
  plainHttpWithoutEffect,
  validUtf8,
  noContentIsEmpty,
  charset,
  contentTypeParameterHarmless,
  contentTypeAccepted,
  bodyIsRead,
  plainHttpRecorded,
];
