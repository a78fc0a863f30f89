"use strict";
// Completion in the editor: the server says which keys may stand where one types, from the schema of scenario files.
async function completing(element, lang) {
  const { EditorState, StateEffect } = await import("nicegui-codemirror");
  const editor = await element.editorPromise;
  const source = async (context) => {
    const word = context.matchBefore(/[\w-]*/);
    if (word.from === word.to && !context.explicit) return null;
    const body = context.state.sliceDoc(0, context.pos);
    const answer = await fetch("/onewindow-files/keys?lang=" + lang, { method: "POST", body });
    const keys = answer.ok ? await answer.json() : [];
    return keys.length
      ? { from: word.from, validFor: /^[\w-]*$/, options: keys.map((key, at) => ({ ...key, apply: key.label + ": ", boost: -at })) }
      : null;
  };
  editor.dispatch({ effects: StateEffect.appendConfig.of(EditorState.languageData.of(() => [{ autocomplete: source }])) });
}
