import { useComparison } from './compare-state.ts';

/** What is compared, in words, and what has to be known before reading the rows. */
export const Intro = () => {
  const { model } = useComparison();
  return (
    <section class="intro" aria-labelledby="intro">
      <h1 id="intro">{`${model.columns.length} targets compared`}</h1>
      <p class="lead">{model.sentence}</p>
      {model.notes.map((note) => (
        <p class="note" key={note}>
          {note}
        </p>
      ))}
    </section>
  );
};
