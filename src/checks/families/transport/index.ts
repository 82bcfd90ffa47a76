import type { Check } from '../../kit/define.ts';
import { bodyIsRead } from './body-is-read.ts';
import { certificateVerifies } from './certificate-verifies.ts';
import { charset } from './charset.ts';
import { contentTypeAccepted } from './content-type-accepted.ts';
import { contentTypeParameterHarmless } from './content-type-parameter-harmless.ts';
import { handshakeCompletes } from './handshake-completes.ts';
import { httpsServed } from './https-served.ts';
import { noContentIsEmpty } from './no-content-is-empty.ts';
import { plainHttpAnswered } from './plain-http-answered.ts';
import { plainHttpLocation } from './plain-http-location.ts';
import { plainHttpNotServed } from './plain-http-not-served.ts';
import { plainHttpRecorded } from './plain-http-recorded.ts';
import { plainHttpRejected } from './plain-http-rejected.ts';
import { plainHttpWithoutEffect } from './plain-http-without-effect.ts';
import { printedHeadersAccepted } from './printed-headers-accepted.ts';
import { protocolCurrent } from './protocol-current.ts';
import { validUtf8 } from './valid-utf8.ts';

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
