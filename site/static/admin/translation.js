/* Names the language of every text in wagtail-localize's editor, which draws itself anew at each change; calls its
   last button and its upload by what they do here (submit, not publish; save, not submit); and hands it the addresses
   of the choosers, which its own template does in an inline script. */
(() => {
  "use strict";

  const say = (element, lang, dir) => {
    if (element.lang !== lang) element.lang = lang;
    if (element.dir !== dir) element.dir = dir;
  };

  const nameLanguages = (editor) => {
    const { sourceLang, sourceDir, targetLang, targetDir } = editor.dataset;
    // Each text is an item with the source as its own paragraph and the translation, or its input, in a box.
    editor.querySelectorAll("li.complete, li.incomplete, li.errored").forEach((item) => {
      item.querySelectorAll(":scope > p").forEach((text) => say(text, sourceLang, sourceDir));
      item.querySelectorAll(":scope > div > p, textarea").forEach((text) => say(text, targetLang, targetDir));
    });
    // Links and addresses that a translation may replace: their direction is their own.
    editor.querySelectorAll("textarea:not([lang]), input[type=text]:not([lang])").forEach((input) => {
      say(input, targetLang, "auto");
    });
  };

  const find = () => document.querySelector(".js-translation-editor");

  // Right away, because wagtail-localize's script comes next and takes `gettext` as it finds it.
  const original = window.gettext ?? ((text) => text);
  window.gettext = (text) => {
    const { publish, publishing, upload } = find()?.dataset ?? {};
    const words = {
      "Publish in ": publish,
      "Publishing...": publishing,
      "Upload translated PO file to submit translations": upload,
    };
    return words[text] ?? original(text);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const editor = find();
    if (!editor) return;
    window.chooserUrls ??= {
      imageChooser: editor.dataset.imageChooser,
      documentChooser: editor.dataset.documentChooser,
      pageChooser: editor.dataset.pageChooser,
    };
    new MutationObserver(() => nameLanguages(editor)).observe(editor, { childList: true, subtree: true });
    nameLanguages(editor);
  });
})();
