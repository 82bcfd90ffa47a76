import type { Group } from '../behaviour.ts';
import { connections } from './connections.ts';
import { encryption } from './encryption.ts';
import { framing } from './framing.ts';
import { json } from './json.ts';
import { sizes } from './sizes.ts';
import { slow } from './slow.ts';
import { streams } from './streams.ts';
import { surplus } from './surplus.ts';
import { waits } from './waits.ts';

/** Everything that the lab can do to a client. */
export const groups: readonly Group[] = [connections, slow, encryption, framing, surplus, sizes, json, waits, streams];
