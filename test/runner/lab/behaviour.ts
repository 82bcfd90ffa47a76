import type { Socket } from 'node:net';
import type { Target } from '../../../src/model/target.ts';
import type { WireRequest } from '../../exchange/raw-server.ts';

/** A request that a behaviour answers, with any octets or none. */
export type Call = {
  readonly socket: Socket;
  readonly request: WireRequest;
  /** From 1, of the calls that the behaviour got. */
  readonly number: number;
  /** Address of another server, of which nothing may be asked. */
  readonly elsewhere: string;
};

/** What a run has to say. */
export type Expected = {
  readonly exit: 0 | 1 | 3;
  /** Requirements that are broken, of any level, in their order; none where it is absent. */
  readonly broken?: readonly string[];
  /** Why the run was stopped; it was not where it is absent. */
  readonly stopped?: RegExp;
  /** Why cases about the operation stay undecided; none does where it is absent. */
  readonly open?: RegExp;
  /** Why cases about the operation may stay undecided where it behaves so at some turns alone: another request before them shifts which ones. */
  readonly atTurn?: RegExp;
  /** Whether any case about the operation passes or fails. Default: if none stays undecided, and the run is not stopped. */
  readonly isJudged?: boolean;
};

/** An address where something listens, or nothing. */
export type Listening = { readonly url: string; readonly ca?: string; close(): Promise<void> };

export type Settings = {
  /** One operation behaves so, beside a sound one. Absent where only a whole server can. */
  readonly one?: Expected;
  /** Every operation behaves so. Absent where that says nothing more. */
  readonly all?: Expected;
  /** The method of the operation; default get. */
  readonly method?: 'get' | 'head';
  /** What the document says of the operation in place of a 200 with an object. */
  readonly says?: object;
  /** The document has a security scheme, and the run a key. */
  readonly secured?: true;
  /** Milliseconds that an answer may take; default 30,000. Less where the behaviour takes too long. */
  readonly timeoutMs?: number;
  readonly http?: Partial<Target['http']>;
  /** Is also judged together with the others of its kind in a process with little memory. */
  readonly large?: true;
};

/** One row of the lab: what a server does, and what a run has to say about it. */
export type Behaviour = Settings & {
  readonly name: string;
  /** A sentence whose subject is the server. */
  readonly does: string;
  /** Answers a request, or listens in place of the lab. */
  readonly acts: ((call: Call) => void) | { listen(): Promise<Listening> };
};

export const behaviour = (name: string, does: string, acts: Behaviour['acts'], settings: Settings): Behaviour => ({
  name,
  does,
  acts,
  ...settings,
});

/** Behaviours of one kind, with the heading under which docs/faults.md lists them. */
export type Group = { readonly title: string; readonly behaviours: readonly Behaviour[] };
