-- calco in Neovim (0.7 or newer): require("calco").setup() starts `calco lsp` for texts, with Neovim's own client.
--
-- setup{ cmd = {"calco", "lsp"}, filetypes = {...}, pair = "it-en", rules_url = "https://example.org/{rule}", on_attach = function(client, buffer) ... end }
local M = {}

local defaults = {
    cmd = { "calco", "lsp" },
    filetypes = { "text", "markdown", "html", "xml", "xliff", "po" },
    root = { ".calco.yaml", ".git" },
}

-- The directory that holds the project's configuration or its repository; else that of the file.
local function root_of(file, marks)
    local dir = vim.fn.fnamemodify(file, ":p:h")
    local at = dir
    while true do
        for _, mark in ipairs(marks) do
            if vim.fn.empty(vim.fn.glob(at .. "/" .. mark)) == 0 then return at end
        end
        local up = vim.fn.fnamemodify(at, ":h")
        if up == at then return dir end
        at = up
    end
end

local clients = {} -- root -> client id

function M.attach(buffer, options)
    local o = vim.tbl_extend("force", defaults, options or {})
    local root = root_of(vim.api.nvim_buf_get_name(buffer), o.root)
    if not clients[root] or not vim.lsp.get_client_by_id(clients[root]) then
        clients[root] = vim.lsp.start_client({
            name = "calco",
            cmd = o.cmd,
            root_dir = root,
            workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
            init_options = { pair = o.pair, rulesUrl = o.rules_url },
            on_attach = o.on_attach,
        })
    end
    if clients[root] then vim.lsp.buf_attach_client(buffer, clients[root]) end
    return clients[root]
end

-- Ask the server to do something with the text: "report", "fixAll", "recheck", "status".
function M.command(name, after)
    vim.lsp.buf_request(0, "workspace/executeCommand", { command = "calco." .. name, arguments = { vim.uri_from_bufnr(0) } },
        after or function(err) if err then vim.notify(err.message, vim.log.levels.ERROR) end end)
end

function M.setup(options)
    local o = vim.tbl_extend("force", defaults, options or {})
    local group = vim.api.nvim_create_augroup("calco", { clear = true })
    vim.api.nvim_create_autocmd("FileType", {
        group = group, pattern = o.filetypes, callback = function(event) M.attach(event.buf, options) end,
    })
    vim.api.nvim_create_user_command("CalcoReport", function()
        M.command("report", function(err, uri) vim.notify(err and err.message or uri) end)
    end, {})
    vim.api.nvim_create_user_command("CalcoFix", function() M.command("fixAll") end, {})
end

return M
