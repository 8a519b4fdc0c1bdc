/**
 * Answers that the server has put into the page itself, so that nothing has to be asked before the first picture: a JSON
 * object from address to answer. Without it (development, a server without its database) all is asked as ever.
 */
const ELEMENT = 'first-answers';
let answers: Map<string, unknown> | null = null;

/** The answer of an address that came with the page, the first time it is wanted; undefined otherwise. Never throws. */
export function takeFirstAnswer(path: string): unknown {
  answers ??= read();
  const answer = answers.get(path);
  answers.delete(path);
  return answer;
}

function read(): Map<string, unknown> {
  try {
    const text = document.getElementById(ELEMENT)?.textContent;
    return new Map(text ? Object.entries(JSON.parse(text) as Record<string, unknown>) : []);
  } catch {
    return new Map();
  }
}
