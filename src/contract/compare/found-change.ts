import type { DocumentChange } from './change.ts';

/** A change before it is known in which operations it shows. */
export type FoundChange = Omit<DocumentChange, 'operations'>;
