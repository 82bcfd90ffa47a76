import type { Operation } from '../../../../contract/model.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';

/** An answer that shows a resource. */
export type Look = { readonly word: 'answer' | 'read' | 'list'; readonly exchange: Exchange; readonly resource: Resource };

/** An answer below another parent that is about the resource all the same, or shows what names another parent. */
export type Elsewhere = {
  readonly word: 'read' | 'list' | 'change' | 'action' | 'removal';
  readonly exchange: Exchange;
  /** The member of an item that names its parent, what it shows, and what it would show below this one. */
  readonly named?: { readonly by: string; readonly shown: string; readonly wanted: string };
};

/** A body that was sent, and what was shown of it. */
export type Sent = {
  readonly operation: Operation;
  readonly body: Resource;
  readonly exchange: Exchange;
  readonly id: string | undefined;
  /** What a read showed before a change. */
  readonly before: Resource | undefined;
  readonly looks: readonly Look[];
  /** True where other members may follow from what was changed. */
  readonly mayReach?: true;
};

/** What came of unusual texts: of a server error also the same body with usual ones, and the unusual ones once more. */
export type OddText = Sent & {
  readonly members: readonly string[];
  readonly repeated: { readonly usual: Exchange; readonly again: Exchange } | undefined;
};

/** A change of members that the request does not describe. */
export type Uninvited = Sent & { readonly extra: Resource };

/** A JSON Patch that gives a member another value, and then tests that the member has a third one; and a read of the resource before and after it. */
export type HalfPatch = {
  readonly member: string;
  /** The value that it gives. */
  readonly value: unknown;
  readonly exchange: Exchange;
  readonly before: Look;
  readonly after: Look | undefined;
};

/** A JSON Patch of a place inside a member that the resource does not have, and a read of the resource before it. */
export type StrayPatch = {
  readonly path: string;
  readonly exchange: Exchange;
  readonly before: Look;
};

/** A change of two members with a mask that names one of them, and reads before and after it. */
export type MaskedChange = {
  /** The parameter. */
  readonly mask: string;
  readonly named: string;
  readonly beyond: string;
  /** The value of the member beyond the mask in the body. */
  readonly value: unknown;
  readonly exchange: Exchange;
  readonly before: Look;
  readonly after: Look | undefined;
};

/** Two members of an object that a merge patch set, and a second patch that named one of them alone (RFC 7396). */
export type Merged = {
  readonly member: string;
  readonly kept: string;
  readonly value: unknown;
  readonly both: Sent;
  readonly one: Sent;
  /** Where the second patch was refused: one with the whole object that it has to come to. */
  readonly again: Sent | undefined;
};

/** A member of an object that a change set, and a second change that sent the object without it, which is replaced as a whole. */
export type Replaced = {
  readonly member: string;
  readonly lost: string;
  readonly value: unknown;
  readonly whole: Sent;
  readonly bare: Sent;
};

/** A change that sent null for a member of an object, and the other members that the object showed before. */
export type ClearedInner = {
  readonly member: string;
  readonly inner: string;
  /** What it showed before. */
  readonly value: unknown;
  readonly beside: Resource;
  /** The other members were not sent: a merge patch leaves them as they are (RFC 7396). */
  readonly isMerged: boolean;
  readonly sent: Sent;
};

/** What a list showed before a removal and not after it, and what no read finds any more. */
export type Taken = { readonly id: string; readonly before: Exchange; readonly read: Exchange };

/** A removal, and what was looked at after it. */
export type Removal = {
  readonly removed: Exchange;
  /** Where it was still shown as before. */
  readonly looks: readonly Look[];
  /** Searches that still found it as before, by a text that it had. */
  readonly found: readonly Exchange[];
  /** How many other resources the lists showed before. */
  readonly beside: number;
  readonly taken: readonly Taken[];
};

/** What a round trip brought: each part that was possible. */
export type RoundTrip = {
  /** A creation with every member. */
  readonly whole: Sent | undefined;
  /** A read, and then the list, both of one new resource. */
  readonly listed: { readonly read: Look; readonly item: Look } | undefined;
  /** The end of the list, where it was read without the resource. */
  readonly unlisted: Exchange | undefined;
  /** A creation with little more than the required members, and the end of the list, where it was read without that one. */
  readonly bareUnlisted: { readonly creation: Exchange; readonly id: string; readonly list: Exchange } | undefined;
  /** Where no operation reads one: a creation that was removed afterwards, and the end of the list, where it was read without that one before. */
  readonly missing: { readonly creation: Exchange; readonly id: string; readonly list: Exchange } | undefined;
  /** The resource in its list, where no operation reads one. */
  readonly item: Look | undefined;
  /** Where nothing more is created: the answer to an earlier creation, and two later ones that show the same resource. */
  readonly earlier: { readonly answer: Look; readonly later: readonly Look[] } | undefined;
  /** A creation with the required members alone. */
  readonly least: Sent | undefined;
  readonly odd: OddText | undefined;
  /** A creation with false, nought and empty lists. */
  readonly empty: Sent | undefined;
  /** A creation with great numbers. */
  readonly great: Sent | undefined;
  /** A creation with its moments in another time zone. */
  readonly zoned: Sent | undefined;
  /** Creations with the bodies of other alternatives, where the body is a choice. */
  readonly kinds: readonly Sent[];
  readonly uninvited: readonly Uninvited[];
  /** Changes, one after another. */
  readonly patches: readonly Sent[];
  readonly halfPatch: HalfPatch | undefined;
  readonly strayPatch: StrayPatch | undefined;
  readonly masked: MaskedChange | undefined;
  readonly merged: Merged | undefined;
  readonly replaced: Replaced | undefined;
  readonly clearedInner: ClearedInner | undefined;
  /** Replacements with every member. */
  readonly puts: readonly Sent[];
  /** A replacement with the required members alone. */
  readonly bare: Sent | undefined;
  /** What showed the resource below another parent, or changed it there. */
  readonly elsewhere: readonly Elsewhere[] | undefined;
  readonly removal: Removal | undefined;
};

/** Where no part was possible. */
export const nothing: RoundTrip = {
  whole: undefined,
  listed: undefined,
  unlisted: undefined,
  bareUnlisted: undefined,
  missing: undefined,
  item: undefined,
  earlier: undefined,
  least: undefined,
  odd: undefined,
  empty: undefined,
  great: undefined,
  zoned: undefined,
  kinds: [],
  uninvited: [],
  patches: [],
  halfPatch: undefined,
  strayPatch: undefined,
  masked: undefined,
  merged: undefined,
  replaced: undefined,
  clearedInner: undefined,
  puts: [],
  bare: undefined,
  elsewhere: undefined,
  removal: undefined,
};
