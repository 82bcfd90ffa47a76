/** A cursor that no service gives: it is no text of any usual encoding. */
export const madeUpCursor = '!!not-a-cursor!!';
