;;; calco.el --- Check machine-translated text while editing it  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "28.1") (eglot "1.9"))

;;; Commentary:

;; (require 'calco) makes `M-x eglot' start "calco lsp" in texts; `calco-ensure' in a mode's hook starts it by itself.

;;; Code:

(require 'eglot)

(defgroup calco nil "A linter for machine-translated text." :group 'text)

(defcustom calco-program '("calco" "lsp") "The command that starts the server." :type '(repeat string))

(defcustom calco-pair nil "The languages, source first (\"it-en\"); nil: as the project or the first pack says."
  :type '(choice (const nil) string))

(defcustom calco-modes '(text-mode markdown-mode mhtml-mode html-mode nxml-mode po-mode) "Modes of texts to check."
  :type '(repeat symbol))

(defun calco-contact (&optional _interactive)
  "The program and its options, as eglot wants them."
  (append calco-program (and calco-pair `(:initializationOptions (:pair ,calco-pair)))))

(add-to-list 'eglot-server-programs (cons calco-modes #'calco-contact))

(defun calco-ensure ()
  "Start calco for this buffer, where it visits a text of `calco-modes'."
  (when (apply #'derived-mode-p calco-modes) (eglot-ensure)))

(defun calco-command (name)
  "Have the server run its command NAME on this buffer's text."
  (jsonrpc-request (eglot--current-server-or-lose) :workspace/executeCommand
                   (list :command (concat "calco." name)
                         :arguments (vector (plist-get (eglot--TextDocumentIdentifier) :uri)))))

(defun calco-fix ()
  "Apply all safe suggestions."
  (interactive)
  (calco-command "fixAll"))

(defun calco-report ()
  "Show the side-by-side report in a browser."
  (interactive)
  (browse-url (calco-command "report")))

(provide 'calco)
;;; calco.el ends here
