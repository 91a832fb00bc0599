-- Headless Neovim with calco's plugin: open, type, see, fix, see it gone. Prints "ok" or what went wrong; run by editors-test.mjs.
package.path = vim.env.ROOT .. "/src/editors/nvim/?.lua;" .. package.path
local calco = require("calco")

local function wait(what, ready)
    if not vim.wait(15000, ready, 10) then error(what .. ": nothing came: " .. vim.inspect(vim.diagnostic.get(0))) end
end
local function find(code)
    for _, d in ipairs(vim.diagnostic.get(0)) do
        local own = d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code)
        if own == code then return d end
    end
end

local ok, err = pcall(function()
    calco.setup({ cmd = { vim.env.CALCO, "lsp" }, pair = "it-en" })
    vim.cmd("edit " .. vim.env.TEXT)
    vim.bo.filetype = "text"
    wait("attached", function() return #vim.tbl_values(vim.lsp.buf_get_clients(0)) == 1 and vim.tbl_values(vim.lsp.buf_get_clients(0))[1].initialized end)
    assert(vim.tbl_values(vim.lsp.buf_get_clients(0))[1].offset_encoding == "utf-16")
    -- A line with an emoji (two units of UTF-16, four bytes) and a combining mark, typed.
    vim.api.nvim_buf_set_lines(0, 0, -1, false, { "All is well.", "" })
    local line = "Look \240\159\152\128 at the cafe\204\129: the meeting of of Rome took place."
    vim.api.nvim_win_set_cursor(0, { 2, 0 })
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes("i" .. line .. "<Esc>", true, false, true), "tx", false)
    wait("the fault", function() return find("repetition/word") end)
    local d = find("repetition/word")
    local text = vim.api.nvim_buf_get_lines(0, d.lnum, d.lnum + 1, false)[1]
    assert(d.lnum == 1 and text:sub(d.col + 1, d.end_col) == "of of", "at " .. d.lnum .. ":" .. d.col .. " stands " .. text:sub(d.col + 1, d.end_col))
    -- The fix.
    local from = vim.str_utfindex(text, d.col)
    local _, utf16 = vim.str_utfindex(text, d.col)
    local params = { textDocument = { uri = vim.uri_from_bufnr(0) }, context = { diagnostics = {} },
        range = { start = { line = 1, character = utf16 }, ["end"] = { line = 1, character = utf16 } } }
    local client = vim.tbl_values(vim.lsp.buf_get_clients(0))[1]
    local answer = client.request_sync("textDocument/codeAction", params, 15000, 0)
    local fixed = false
    for _, action in ipairs(answer.result) do
        if action.isPreferred and action.diagnostics[1].code == "repetition/word" then
            vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
            fixed = true
        end
    end
    assert(fixed, vim.inspect(answer))
    assert(vim.api.nvim_buf_get_lines(0, 1, 2, false)[1] == "Look \240\159\152\128 at the cafe\204\129: the meeting of Rome took place.")
    wait("the fault gone", function() return not find("repetition/word") end)
    -- All safe fixes, by the plugin's command.
    vim.api.nvim_buf_set_lines(0, 2, -1, false, { "", "The meeting of of Rome took took place." })
    wait("new faults", function() return find("repetition/word") end)
    vim.cmd("CalcoFix")
    wait("all fixed", function() return vim.api.nvim_buf_get_lines(0, 3, 4, false)[1] == "The meeting of Rome took place." end)
    vim.lsp.stop_client(client.id)
    wait("the server's end", function() return client.is_stopped() end)
end)
io.stdout:write(ok and "ok\n" or ("not ok: " .. tostring(err) .. "\n"))
vim.cmd("qa!")
