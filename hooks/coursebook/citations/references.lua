-- Adds to the document what citeproc reads from the .bib file, as CSL-JSON, so that one run gives both.

local function plain(value)
  local kind = pandoc.utils.type(value)
  if kind == "Inlines" or kind == "Blocks" then return pandoc.utils.stringify(value) end
  if type(value) ~= "table" then return value end
  local out = {}
  for name, part in pairs(value) do out[name] = plain(part) end
  return out
end

function Pandoc(doc)
  local references = pandoc.List(pandoc.utils.references(doc)):map(plain)
  doc.blocks:insert(pandoc.CodeBlock(pandoc.json.encode(references), {class = "csl-json"}))
  return doc
end
