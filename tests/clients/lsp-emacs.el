;;; Emacs with eglot and calco's entry, in batch: open, type, see, fix, see it gone. Prints "ok"; run by editors-test.mjs.  -*- lexical-binding: t; -*-

(package-initialize)
(add-to-list 'load-path (expand-file-name "src/editors/emacs" (getenv "ROOT")))
(require 'calco)
(require 'cl-lib)
(setq calco-program (list (getenv "CALCO") "lsp") calco-pair "it-en" eglot-sync-connect 15 eglot-confirm-server-initiated-edits nil
      eglot-send-changes-idle-time 0.01 flymake-no-changes-timeout 0.01)

(defun wait-for (what ready)
  (let ((end (+ (float-time) 15)) found)
    (while (and (not (setq found (funcall ready))) (< (float-time) end)) (accept-process-output nil 0.02))
    (or found (error "%s: nothing came: %S" what (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))))

(defun faults () (cl-remove-if-not (lambda (d) (string-match-p "same word stands twice" (flymake-diagnostic-text d))) (flymake-diagnostics)))

;; Batch mode has no idle time and no command loop: what an edit leaves to them is done by hand.
(defun typed () (run-hooks 'post-command-hook) (eglot--signal-textDocument/didChange) (flymake-start))

(with-current-buffer (find-file-noselect (getenv "TEXT"))
  (set-window-buffer (selected-window) (current-buffer))
  (text-mode)
  (apply #'eglot (eglot--guess-contact))
  (wait-for "a server" #'eglot-managed-p)
  (erase-buffer)
  (insert "All is well.\n")
  (dolist (piece '("Look \U0001F600 at the cafe\u0301: the meeting of" " of" " Rome took place.\n")) (insert piece) (typed))
  (let ((d (car (wait-for "the fault" #'faults))))
    (cl-assert (equal (buffer-substring (flymake-diagnostic-beg d) (flymake-diagnostic-end d)) "of of") t)
    (let* ((actions (jsonrpc-request (eglot--current-server-or-lose) :textDocument/codeAction
                                     (list :textDocument (eglot--TextDocumentIdentifier)
                                           :range (list :start (eglot--pos-to-lsp-position (flymake-diagnostic-beg d))
                                                        :end (eglot--pos-to-lsp-position (flymake-diagnostic-end d)))
                                           :context (list :diagnostics []))))
           (fix (cl-find-if (lambda (a) (eq t (plist-get a :isPreferred))) actions)))
      (eglot--apply-workspace-edit (plist-get fix :edit))
      (typed)))
  (cl-assert (equal (buffer-string) "All is well.\nLook \U0001F600 at the cafe\u0301: the meeting of Rome took place.\n") t)
  (wait-for "the fault gone" (lambda () (flymake-start) (not (faults))))
  (set-buffer-modified-p nil)
  (eglot-shutdown (eglot-current-server)))
(princ "ok\n")
