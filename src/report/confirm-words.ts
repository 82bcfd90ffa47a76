/** What the owner of a document does about an inferred word. */
export const confirmWords =
  'nobody has confirmed it, so this only warns; to confirm it, declare the word without x-inferred; to reject it, list it under notInferred of x-assay (assay init writes an overlay with every inferred word)';
